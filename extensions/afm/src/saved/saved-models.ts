import { isRecord } from '../models/model.ts';

/** What a reference to another widget's model starts with, in ipywidgets' way and in anywidget's. */
const REFERENCES = ['IPY_MODEL_', 'anywidget:'];

/** The state that one model was saved with. */
export interface SavedState {
  readonly model_module: string;
  readonly model_name: string;
  readonly model_module_version: string;
  readonly state: Readonly<Record<string, unknown>>;
  /** Bytes that belong into the state. */
  readonly buffers?: readonly SavedBuffer[];
}

export interface SavedBuffer {
  readonly path: readonly (string | number)[];
  readonly encoding: string;
  readonly data: string;
}

/** Saved models by their ids, in the order in which they were made. */
export type SavedModels = ReadonlyMap<string, SavedState>;

/** A cell of code that has made or shown saved models. */
export interface SavedCell {
  readonly source: string;
  /** The models that its outputs show, in their order. */
  readonly shows: readonly string[];
}

/** What some cells were saved with. */
export interface SavedCells {
  readonly models: SavedModels;
  /** Cells of all kinds, null for those without code. */
  readonly cells: readonly (SavedCell | null)[];
}

/** Read the state of all models; what is not as it should be counts as not there. */
export function readSavedModels(states: unknown): SavedModels {
  return new Map(Object.entries(isRecord(states) ? states : {}).filter(isModelEntry));
}

/** The models that a saved state refers to. */
export function referencesOf(value: unknown): string[] {
  if (typeof value === 'string') {
    const mark = REFERENCES.find((each) => value.startsWith(each));
    return mark === undefined ? [] : [value.slice(mark.length)];
  }
  return isRecord(value) || Array.isArray(value) ? Object.values(value).flatMap(referencesOf) : [];
}

/** A state that refers to models by other ids. */
export function withReferences(
  state: SavedState['state'],
  idOf: (id: string) => string,
): SavedState['state'] {
  return Object.fromEntries(Object.entries(state).map(([trait, value]) => [trait, referring(value, idOf)]));
}

/** A model and all that it refers to, each once. */
export function treeOf(id: string, models: SavedModels): Set<string> {
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

function referring(value: unknown, idOf: (id: string) => string): unknown {
  if (typeof value === 'string') {
    const mark = REFERENCES.find((each) => value.startsWith(each));
    return mark === undefined ? value : mark + idOf(value.slice(mark.length));
  }
  if (Array.isArray(value)) {
    return value.map((each) => referring(each, idOf));
  }
  return isRecord(value) ? withReferences(value, idOf) : value;
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
