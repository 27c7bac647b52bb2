import type { Rendering } from '../renderer.ts';
import { adoptStyles } from '../adopt-styles.ts';
import treeStyles from './json.css' with { type: 'text' };
import { word } from '../../words/later-words.ts';

/** Of an object or a list with more entries, the next ones come when they are asked for. */
const ENTRIES = 100;
/** Of a longer string its beginning is shown first. */
const CHARACTERS = 1000;

const styled = new WeakSet<Document | ShadowRoot>();

/** JSON as a tree that folds: by click, Enter, and the arrow keys. */
export function renderJson({ element, value, metadata }: Rendering): void {
  adoptStyles(element, treeStyles, styled);
  element.classList.add('lite-json');
  element.addEventListener('keydown', moveByArrow);
  const name = typeof metadata['root'] === 'string' ? metadata['root'] : 'root';
  element.append(entry(name, value, metadata['expanded'] === true));
}

function entry(name: string, value: unknown, isExpanded: boolean): HTMLElement {
  const key = document.createElement('span');
  key.className = 'lite-json-key';
  key.textContent = name;
  if (typeof value !== 'object' || value === null) {
    const line = document.createElement('div');
    line.className = 'lite-json-leaf';
    line.append(key, ': ', leaf(value));
    return line;
  }
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  summary.append(key, ': ', sizeOf(value));
  const entries = document.createElement('div');
  entries.className = 'lite-json-entries';
  fold.append(summary, entries);
  const fill = (): void => {
    if (!entries.hasChildNodes()) addEntries(entries, Object.entries(value), 0, isExpanded);
  };
  // The tree of a large value is made where it is looked at: at once for keys that follow, or when it was opened by other means.
  summary.addEventListener('click', fill);
  fold.addEventListener('toggle', () => {
    if (fold.open) fill();
  });
  if (isExpanded) {
    fold.open = true;
    fill();
  }
  return fold;
}

function addEntries(
  place: HTMLElement,
  all: readonly [string, unknown][],
  from: number,
  isExpanded: boolean,
): void {
  for (const [name, value] of all.slice(from, from + ENTRIES)) place.append(entry(name, value, isExpanded));
  const next = from + ENTRIES;
  if (next >= all.length) return;
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'lite-more';
  more.textContent = word('show-more', { count: Math.min(ENTRIES, all.length - next), all: all.length });
  more.addEventListener('click', () => {
    more.remove();
    addEntries(place, all, next, isExpanded);
  });
  place.append(more);
}

function sizeOf(value: object): HTMLElement {
  const size = document.createElement('span');
  size.className = 'lite-json-size';
  const count = Object.keys(value).length;
  const noun = Array.isArray(value) ? (count === 1 ? 'item' : 'items') : count === 1 ? 'key' : 'keys';
  size.textContent = Array.isArray(value) ? `[] ${count} ${noun}` : `{} ${count} ${noun}`;
  return size;
}

function leaf(value: unknown): HTMLElement {
  const shown = document.createElement('span');
  shown.className = `lite-json-${value === null ? 'null' : typeof value}`;
  const text = JSON.stringify(value);
  shown.textContent = text.length > CHARACTERS ? `${text.slice(0, CHARACTERS)}…` : text;
  if (text.length <= CHARACTERS) return shown;
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'lite-more';
  more.textContent = word('show-all-characters', { count: text.length });
  more.addEventListener('click', () => {
    shown.textContent = text;
  });
  shown.append(more);
  return shown;
}

/** Up and down between the folds that are seen, right to open one, left to close it or go to the one around it. */
function moveByArrow(event: KeyboardEvent): void {
  const summary = event.target;
  if (!(summary instanceof HTMLElement) || summary.localName !== 'summary') return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const fold = summary.parentElement as HTMLDetailsElement;
  const tree = event.currentTarget as HTMLElement;
  const seen = [...tree.querySelectorAll('summary')].filter((one) => one.checkVisibility());
  const at = seen.indexOf(summary);
  const isRightToLeft = getComputedStyle(summary).direction === 'rtl';
  const [opening, closing] = isRightToLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (event.key === 'ArrowDown') seen[at + 1]?.focus();
  else if (event.key === 'ArrowUp') seen[at - 1]?.focus();
  else if (event.key === 'Home') seen[0]?.focus();
  else if (event.key === 'End') seen.at(-1)?.focus();
  else if (event.key === opening && !fold.open) summary.click();
  else if (event.key === opening)
    fold.querySelector<HTMLElement>(':scope > div > details > summary')?.focus();
  else if (event.key === closing && fold.open) fold.open = false;
  else if (event.key === closing) fold.parentElement?.closest('details')?.querySelector('summary')?.focus();
  else return;
  event.preventDefault();
}
