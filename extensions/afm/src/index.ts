export type * from './contract.ts';
export type { BufferPath, IncomingData, IncomingMessage, Model, OutgoingData } from './models/model.ts';
export { type Channel, CommModel, isIncomingMessage, type SentMessage } from './models/comm-model.ts';
export { areEqual } from './models/equality.ts';
export { WidgetFault } from './models/fault.ts';
export { requestedFile } from './models/imported-files.ts';
export { CommandError, INVOKE_PATIENCE, isCommand } from './models/invoke.ts';
export { copyState, UnsendableError } from './models/wire.ts';
export { copiesOf, type CopyOf } from './modules/copies.ts';
export { isBelowFolder, ModuleError } from './modules/graph.ts';
export {
  fetchSiteFile,
  type ModuleAddress,
  type ModuleSource,
  type ModuleText,
  type ReadSiteFile,
} from './modules/source.ts';
export { NoPythonError } from './saved/no-python.ts';
export type { Binding } from './widgets/binding.ts';
export { WidgetError } from './widgets/failure.ts';
export { type Census, Runtime, type RuntimeHost, type WidgetView } from './widgets/runtime.ts';
