export { canWait } from './held-messages.ts';
export { HoldingChannel } from './holding-channel.ts';
export { type ClassicComm, HoldingComm } from './holding-comm.ts';
export { type CellRun, classOf, placeOf } from './positions.ts';
export {
  readSavedModels,
  referencesOf,
  type SavedBuffer,
  type SavedCell,
  type SavedCells,
  type SavedModels,
  type SavedState,
  treeOf,
  withReferences,
} from './saved-models.ts';
