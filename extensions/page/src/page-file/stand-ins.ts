import { fromBase64 } from '@lite-build/drive/base64';
import { sanitized } from '../outputs/renderers/sanitize.ts';
import type { SavedOutput } from '../outputs/index.ts';
import { word } from '../words/later-words.ts';
import { controlValue, numberInWords } from './control-values.ts';

type State = Readonly<Record<string, unknown>>;
/** The saved state of widgets, by the ids of their models. */
export type WidgetModels = State;

/** A row with a label and a value, or a block of its own. */
type Part = { readonly label: string; readonly value: string } | Element;

/** How ipywidgets write a model in the state of another. */
const REFERENCE = 'IPY_MODEL_';
/** What files of pictures begin with, and their types. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['RIFF', 'image/webp'],
  ['<svg', 'image/svg+xml'],
];
const CONTROLS_MODULES = new Set<unknown>(['@jupyter-widgets/controls', '@jupyter-widgets/base']);
/** Traits that say nothing of what a widget shows. */
const OF_ALL_WIDGETS = new Set(['layout', 'style', 'tabbable', 'tooltip', 'comm', 'keys']);
/** So many models are looked at: boxes may share their children, so that few of them make any number of parts. */
const MOST_MODELS = 10_000;
/** Boxes in each other deeper than so are of no use to anybody. */
const DEEPEST = 100;
/** A longer value is data, and is not read, in characters. */
const LONGEST_VALUE = 200;

/**
 * What stands for a widget where nothing runs: a picture of it, or its values, from its saved state. A build's pages
 * have the same (`lite_build/pages/outputs/stand_ins.py`).
 *
 * @param area shows the outputs that a widget has taken.
 * @returns null where its state says nothing that can be read.
 */
export async function standIn(
  models: WidgetModels,
  id: string,
  area: (outputs: readonly SavedOutput[]) => Promise<Element>,
): Promise<Element | null> {
  let looked = 0;
  const parts = await partsOf(id, new Set());
  const element = document.createElement('div');
  element.className = 'lite-html';
  let table: HTMLTableElement | null = null;
  for (const part of parts) {
    if (part instanceof Element) {
      table = null;
      element.append(part);
    } else {
      if (table === null) {
        table = document.createElement('table');
        element.append(table);
      }
      addRow(table, part.label, part.value);
    }
  }
  return element.hasChildNodes() ? element : null;

  async function partsOf(model: string, around: ReadonlySet<string>): Promise<Part[]> {
    const saved = models[model];
    const state = isObject(saved) ? saved['state'] : undefined;
    looked += 1;
    if (!isObject(saved) || !isObject(state) || around.has(model)) {
      return [];
    }
    if (looked > MOST_MODELS || around.size > DEEPEST) {
      return [];
    }
    const found = picture(state, saved['buffers']);
    if (found !== null) {
      return [found];
    }
    const name = text(saved['model_name'] ?? state['_model_name']);
    const { children, outputs } = state;
    if (Array.isArray(children)) {
      const inside = new Set([...around, model]);
      const parts: Part[] = [];
      for (const [number, child] of children.entries()) {
        const title = titleOf(state, number);
        parts.push(...(title === '' ? [] : [block('p', title, 'b')]));
        parts.push(...(await partsOf(text(child).replace(REFERENCE, ''), inside)));
      }
      return parts;
    }
    if (name === 'OutputModel') {
      return Array.isArray(outputs) ? [await area(outputs.filter(isObject) as unknown as SavedOutput[])] : [];
    }
    if (name === 'HTMLModel' || name === 'HTMLMathModel') {
      const html = document.createElement('div');
      html.append(sanitized(text(state['value'])));
      return [html];
    }
    if (name === 'LabelModel') {
      return [block('p', text(state['value']))];
    }
    if (CONTROLS_MODULES.has(saved['model_module'] ?? state['_model_module'])) {
      const row = { label: text(state['description']), value: controlValue(name, state) };
      return row.label === '' && row.value === '' ? [] : [row];
    }
    return traits(text(state['_anywidget_id'] ?? name).replace(/^.*\./, ''), state);
  }
}

/** The values that a widget of another package was saved with, as far as they can be read. */
function traits(name: string, state: State): Part[] {
  const table = document.createElement('table');
  for (const [trait, value] of Object.entries(state)) {
    const shown = trait.startsWith('_') || OF_ALL_WIDGETS.has(trait) ? '' : readable(value);
    if (shown !== '') {
      addRow(table, trait, shown);
    }
  }
  if (table.rows.length === 0) {
    return [];
  }
  table.createCaption().textContent = name;
  return [table];
}

function readable(value: unknown): string {
  const shown = readableOfAnyLength(value);
  return shown.length <= LONGEST_VALUE ? shown : '';
}

function readableOfAnyLength(value: unknown): string {
  if (typeof value === 'number') {
    return numberInWords(value);
  }
  if (typeof value === 'string') {
    return value.startsWith(REFERENCE) ? '' : value;
  }
  if (Array.isArray(value)) {
    const isPlain = value.every((each) => ['number', 'string', 'boolean'].includes(typeof each));
    return isPlain ? value.map(readable).join(', ') : '';
  }
  return typeof value === 'boolean' ? String(value) : '';
}

/** The titles of a box's children, as ipywidgets 8 has them, and 7. */
function titleOf({ titles, _titles: old }: State, number: number): string {
  const all = Array.isArray(titles) ? (titles as unknown[]) : isObject(old) ? old : [];
  return text((all as Readonly<Record<number, unknown>>)[number]);
}

/** The picture that a widget shows, where its state holds one. */
function picture(state: State, buffers: unknown): Element | null {
  const told = [state['alt'], state['description'], state['_figure_label']].map(text);
  const alternative = told.find((each) => each !== '') ?? word('image');
  const address = Object.values(state).find((value) => text(value).startsWith('data:image/'));
  if (address !== undefined) {
    return image(text(address), alternative);
  }
  for (const buffer of Array.isArray(buffers) ? buffers : []) {
    const data = isObject(buffer) && buffer['encoding'] === 'base64' ? text(buffer['data']) : '';
    const type = pictureType(data);
    if (type !== null) {
      return image(`data:${type};base64,${data}`, alternative);
    }
  }
  return null;
}

function pictureType(data: string): string | null {
  try {
    const beginning = String.fromCharCode(...fromBase64(data.slice(0, 16)));
    return SIGNATURES.find(([signature]) => beginning.startsWith(signature))?.[1] ?? null;
  } catch {
    return null;
  }
}

function image(address: string, alternative: string): Element {
  const made = document.createElement('img');
  made.className = 'lite-image';
  made.alt = alternative;
  made.src = address;
  return made;
}

function addRow(table: HTMLTableElement, label: string, value: string): void {
  const row = table.insertRow();
  const heading = document.createElement('th');
  heading.scope = 'row';
  heading.textContent = label;
  row.append(heading);
  row.insertCell().textContent = value;
}

function block(name: string, content: string, inside?: string): Element {
  const made = document.createElement(name);
  const inner = inside === undefined ? made : made.appendChild(document.createElement(inside));
  inner.textContent = content;
  return made;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is State {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
