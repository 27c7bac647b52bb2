/** A notebook as it is read: what of it matters to saved widgets. */

export const VIEW_MIME_TYPE = 'application/vnd.jupyter.widget-view+json';
/** Where a notebook's metadata keep the state of its widgets (ipywidgets, packages/schema). */
export const STATE_MIME_TYPE = 'application/vnd.jupyter.widget-state+json';
/** What a reference to another widget's model starts with. */
const MODEL_REFERENCE = 'IPY_MODEL_';
const WIDGET_REFERENCE = 'anywidget:';

/** The saved state of one model. */
export interface SavedState {
  readonly model_module: string;
  readonly model_name: string;
  readonly model_module_version: string;
  readonly state: Readonly<Record<string, unknown>>;
}

/** A code cell as it was saved. */
export interface SavedCell {
  readonly source: string;
  readonly isTrusted: boolean;
  /** The models that its outputs show, in their order. */
  readonly shows: readonly string[];
}

export interface SavedContent {
  /** As ipywidgets' managers take it; null for a notebook without saved widgets. */
  readonly managerState: Readonly<Record<string, unknown>> | null;
  readonly models: ReadonlyMap<string, SavedState>;
  /** The cells of all kinds, null for those without code. */
  readonly cells: readonly (SavedCell | null)[];
}

/** Read a notebook's JSON; what is not as it should be counts as not there. */
export function readContent(notebook: unknown): SavedContent {
  const state = stateOf(notebook);
  const models = Object.entries(isRecord(state?.state) ? state.state : {}).filter(isModelEntry);
  return {
    managerState: state,
    models: new Map(models),
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

/** The models that a saved state refers to, in ipywidgets' way and in anywidget's. */
export function referencesOf(value: unknown): string[] {
  if (typeof value === 'string') {
    const mark = [MODEL_REFERENCE, WIDGET_REFERENCE].find((each) => value.startsWith(each));
    return mark === undefined ? [] : [value.slice(mark.length)];
  }
  return isRecord(value) || Array.isArray(value) ? Object.values(value).flatMap(referencesOf) : [];
}

/** A model and all that it refers to, each once. */
export function treeOf(id: string, models: SavedContent['models']): Set<string> {
  const tree = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const model = models.get(next);
    if (model !== undefined && !tree.has(next)) {
      tree.add(next);
      waiting.push(...referencesOf(model.state));
    }
  }
  return tree;
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

function readCell(cell: Readonly<Record<string, unknown>>): SavedCell {
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

function isModelEntry(entry: [string, unknown]): entry is [string, SavedState] {
  const [, model] = entry;
  return (
    isRecord(model) &&
    typeof model.model_module === 'string' &&
    typeof model.model_name === 'string' &&
    isRecord(model.state)
  );
}
