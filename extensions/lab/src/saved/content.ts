import { readSavedModels, type SavedCell, type SavedCells } from '@lite-build/afm/saved';
import { STATE_MIME_TYPE } from '@lite-build/messages/digests';

/** A notebook as it is read: what of it matters to saved widgets. */

export const VIEW_MIME_TYPE = 'application/vnd.jupyter.widget-view+json';

/** A code cell as it was saved. */
export interface NotebookCell extends SavedCell {
  readonly isTrusted: boolean;
}

export interface SavedContent extends SavedCells {
  /** As ipywidgets' managers take it; null for a notebook without saved widgets. */
  readonly managerState: Readonly<Record<string, unknown>> | null;
  readonly cells: readonly (NotebookCell | null)[];
}

/** Read a notebook's JSON; what is not as it should be counts as not there. */
export function readContent(notebook: unknown): SavedContent {
  const state = stateOf(notebook);
  return {
    managerState: state,
    models: readSavedModels(state?.state),
    cells: cellsOf(notebook).map((cell) => (cell.cell_type === 'code' ? readCell(cell) : null)),
  };
}

/** The saved state of all widgets, as the notebook has it. */
export function stateOf(notebook: unknown): Readonly<Record<string, unknown>> | null {
  const widgets = isRecord(notebook) && isRecord(notebook.metadata) ? notebook.metadata.widgets : undefined;
  const state = isRecord(widgets) ? widgets[STATE_MIME_TYPE] : undefined;
  return isRecord(state) ? state : null;
}

export function cellsOf(notebook: unknown): readonly Readonly<Record<string, unknown>>[] {
  return isRecord(notebook) && Array.isArray(notebook.cells) ? notebook.cells.filter(isRecord) : [];
}

export function modelIdOf(viewData: unknown): string | null {
  return isRecord(viewData) && typeof viewData.model_id === 'string' ? viewData.model_id : null;
}

export function joined(text: unknown): unknown {
  return Array.isArray(text) && text.every((line) => typeof line === 'string') ? text.join('') : text;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readCell(cell: Readonly<Record<string, unknown>>): NotebookCell {
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.filter(isRecord) : [];
  const shown = outputs.map((output) =>
    isRecord(output.data) ? modelIdOf(output.data[VIEW_MIME_TYPE]) : null,
  );
  const source = joined(cell.source);
  return {
    source: typeof source === 'string' ? source : '',
    isTrusted: isRecord(cell.metadata) && cell.metadata.trusted === true,
    shows: shown.filter((id) => id !== null),
  };
}
