import { PathExt } from '@jupyterlab/coreutils';
import { writtenDigest } from '@lite-build/messages/digests';
import { isNotebook } from '../application/typed-notebook.ts';
import { ChangedElsewhere } from '../drive/files-database.ts';
import { modelOf } from '../own-work/carried-work.ts';
import { pathBeside } from '../versions/copy-names.ts';
import type { OwnWork } from '../versions/own-work.ts';
import { type SharedDocument, UnusableAddress } from './shared-address.ts';

const NOTEBOOK = '.ipynb';
/** JupyterLab does not show such a file: it stores it as a layout of its own, and leaves the page. */
const LAYOUT = /\.jupyterlab-workspace$/i;
/** The format of notebooks that JupyterLab opens; older ones have to be converted. */
const OLDEST_FORMAT = 4;

/** A document as it is kept: a notebook does not say of itself that it is to be trusted. */
export interface CheckedDocument extends SharedDocument {
  /** What people have written in it, to be shown before it is kept. */
  readonly written: string;
}

/** Whether a path is that of a notebook. */
export function isNotebookPath(path: string): boolean {
  return PathExt.extname(path).toLowerCase() === NOTEBOOK;
}

/**
 * A document from elsewhere, once it is known to be one that can be opened.
 *
 * @throws UnusableAddress in words, where it is said to be a notebook and is none, or is a layout of JupyterLab.
 */
export function checkedDocument({ path, text }: SharedDocument): CheckedDocument {
  if (LAYOUT.test(path)) {
    throw new UnusableAddress(
      `${PathExt.basename(path)} is a layout of JupyterLab, which would take the place of yours.`,
    );
  }
  if (!isNotebookPath(path)) {
    return { path, text, written: text };
  }
  const notebook = notebookIn(text);
  if (notebook === null) {
    throw new UnusableAddress(`${PathExt.basename(path)} is no notebook that can be opened.`);
  }
  const cells = notebook.cells.map((cell) => withoutTrust(cell));
  const written = notebook.cells.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
  return {
    path,
    text: `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`,
    written: written.join('\n\n'),
  };
}

/**
 * Keep a document from elsewhere in the reader's browser, beside what is there: nothing is written over.
 *
 * @param note what the copy's name says of it.
 * @returns the path of the copy: one that is there already, if the same is written in it.
 * @throws DOMException where the browser's storage is full, or fails: then nothing has changed.
 */
export async function keepShared(work: OwnWork, document: SharedDocument, note: string): Promise<string> {
  const content = new TextEncoder().encode(document.text);
  const folder = PathExt.dirname(document.path);
  // What reads files beside it finds them; but no address makes folders in the reader's browser.
  const isFolder = folder === '' || (await work.isFolder(folder));
  const path = isFolder ? document.path : PathExt.basename(document.path);
  for (let number = 1; ; number += 1) {
    const copy = pathBeside(path, note, number);
    if (await work.isTaken(copy)) {
      const present = await work.read(copy);
      if (present !== null && (await isSame(copy, present, content))) {
        return copy;
      }
      continue;
    }
    try {
      await work.commit(new Map([[copy, modelOf(copy, Date.now(), content)]]), new Map([[copy, null]]));
      return copy;
    } catch (error) {
      // Another tab has opened the same address.
      if (!(error instanceof ChangedElsewhere)) {
        throw error;
      }
    }
  }
}

/** Whether a text is that of a notebook that can be opened. */
export function isNotebookText(text: string): boolean {
  return notebookIn(text) !== null;
}

interface CheckedCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata?: unknown;
}

interface CheckedNotebook {
  readonly cells: readonly CheckedCell[];
}

function notebookIn(text: string): CheckedNotebook | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const format: unknown = isNotebook(value) && 'nbformat' in value ? value.nbformat : null;
  return isNotebook(value) &&
    typeof format === 'number' &&
    format >= OLDEST_FORMAT &&
    value.cells.every(isCell)
    ? value
    : null;
}

function isCell({ cell_type: type, source }: { cell_type: unknown; source: unknown }): boolean {
  const isText =
    typeof source === 'string' || (Array.isArray(source) && source.every((line) => typeof line === 'string'));
  return typeof type === 'string' && isText;
}

/** A cell's word for itself, which nobody has checked, is left out. */
function withoutTrust(cell: CheckedCell): CheckedCell {
  const { metadata } = cell;
  if (typeof metadata !== 'object' || metadata === null) {
    return cell;
  }
  const kept = Object.entries(metadata).filter(([key]) => key !== 'trusted');
  return { ...cell, metadata: Object.fromEntries(kept) };
}

/** Whether the same is written in two files, whatever they put out. */
async function isSame(
  path: string,
  one: Uint8Array<ArrayBuffer>,
  other: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const name = PathExt.basename(path);
  const [first, second] = await Promise.all([one, other].map((bytes) => writtenDigest(name, bytes)));
  return first !== null && first === second;
}
