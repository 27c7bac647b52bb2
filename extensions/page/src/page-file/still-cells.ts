import { highlightedLines } from '../editing/highlight.ts';
import type { CellTags, NotebookCell } from '../notebook/notebook-file.ts';
import { showNotebookText } from '../notebook/notebook-text.ts';
import { sanitized } from '../outputs/renderers/sanitize.ts';
import { word } from '../words/later-words.ts';
import { stillOutputs } from './still-outputs.ts';
import type { WidgetModels } from './stand-ins.ts';

/** Where cells are shown, and what they need for it. */
export interface StillPlace {
  /** The tree in which they are made. */
  readonly root: ParentNode;
  /** The notebook's address, which what it names is relative to. */
  readonly url: URL;
  readonly isPython: boolean;
  readonly widgets: WidgetModels;
}

/** A cell as it stays where nothing runs; null where nothing of it is shown. */
export async function stillCell(cell: NotebookCell, place: StillPlace): Promise<HTMLElement | null> {
  const { tags } = cell;
  if (tags.isRemoved) {
    return null;
  }
  if (cell.type === 'code') {
    return await codeCell(cell.source, cell.outputs, tags, place);
  }
  if (tags.input === 'removed' || cell.source.trim() === '') {
    return null;
  }
  const text = document.createElement('div');
  if (cell.type === 'html') {
    text.append(sanitized(cell.source));
  } else {
    place.root.append(text);
    await showNotebookText(text, cell.source, cell.attachments, place.url, new AbortController().signal);
    text.remove();
    highlightFences(text);
  }
  text.className = 'page-text';
  return tags.input === 'folded' ? fold(word('text'), text) : text;
}

async function codeCell(
  source: string,
  outputs: Extract<NotebookCell, { type: 'code' }>['outputs'],
  tags: CellTags,
  { root, url, isPython, widgets }: StillPlace,
): Promise<HTMLElement | null> {
  const cell = document.createElement('lite-cell');
  // There is no button to keep a place for.
  cell.setAttribute('hidden-controls', '');
  if (tags.input !== 'removed' && source.trim() !== '') {
    const code = codeBlock(source, isPython);
    const shown = tags.input === 'folded' ? fold(word('code'), code) : code;
    shown.slot = 'code';
    cell.append(shown);
  }
  if (tags.output !== 'removed' && outputs.length > 0) {
    const area = await stillOutputs(root, outputs, widgets, url.href);
    cell.append(tags.output === 'folded' ? fold(word('output'), area) : area);
  }
  return cell.hasChildNodes() ? cell : null;
}

function codeBlock(source: string, isPython: boolean): HTMLElement {
  const block = document.createElement('pre');
  const code = document.createElement('code');
  highlight(code, source, isPython);
  block.append(code);
  return block;
}

/** Code among text is shown as code of cells is. */
function highlightFences(text: HTMLElement): void {
  for (const code of text.querySelectorAll<HTMLElement>('pre > code')) {
    const language = /\blanguage-(\S+)/.exec(code.className)?.[1] ?? '';
    highlight(code, code.textContent, /^(?:i?python3?|py)$/i.test(language));
  }
}

function highlight(code: HTMLElement, source: string, isPython: boolean): void {
  if (isPython) {
    code.innerHTML = highlightedLines(source).join('\n');
  } else {
    code.textContent = source;
  }
}

function fold(summary: string, content: HTMLElement): HTMLElement {
  const details = document.createElement('details');
  details.className = 'page-fold';
  const name = document.createElement('summary');
  name.textContent = summary;
  details.append(name, content);
  return details;
}
