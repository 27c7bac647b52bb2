import meanings from '../../../../lite_build/notebooks/cell_tags.json' with { type: 'json' };
import { AuthorMistake } from '../elements/author-mistake.ts';
import { fetchNamed } from '../elements/fetch-named.ts';
import type { MimeBundle, SavedOutput } from '../outputs/index.ts';
import { joinedText } from '../outputs/output-values.ts';

/** A cell of a notebook, as far as a page shows it. */
export type NotebookCell = CodeCell | TextCell | HtmlCell;

interface CodeCell {
  readonly type: 'code';
  readonly source: string;
  readonly outputs: readonly SavedOutput[];
  readonly tags: CellTags;
  /** What it is called: by the identifier that the notebook gives it, else by its place, from 1. */
  readonly name: string;
}

interface TextCell {
  readonly type: 'markdown';
  readonly source: string;
  /** Files that are in the cell, by name: their values by MIME type. */
  readonly attachments: Readonly<Record<string, MimeBundle>>;
  readonly tags: CellTags;
}

/** A raw cell that is meant for pages. */
interface HtmlCell {
  readonly type: 'html';
  readonly source: string;
  readonly tags: CellTags;
}

/** What is said of a cell: by its tags, as the field has them, and by JupyterLab where a cell is collapsed there. */
export interface CellTags {
  readonly input: Shown;
  readonly output: Shown;
  /** It is run in its turn, and nothing of it is shown. */
  readonly isRemoved: boolean;
  /** It is run by its own button alone. */
  readonly isLeftOut: boolean;
  readonly raisesException: boolean;
}
export type Shown = 'shown' | 'folded' | 'removed';

/** A notebook, and where it is. */
export interface Notebook {
  /** Where it came from, which what it refers to is relative to. */
  readonly url: URL;
  readonly cells: readonly NotebookCell[];
  /** What its widgets were when it was saved, by their models; null where it has none. */
  readonly widgets: Readonly<Record<string, unknown>> | null;
}

/** By this type a notebook's metadata hold the state of its widgets. */
const WIDGET_STATE = 'application/vnd.jupyter.widget-state+json';

/**
 * Fetch a notebook.
 *
 * @param source relative to the page.
 * @throws AuthorMistake if it is not to be had, or is none that can be shown here.
 */
export async function fetchNotebook(source: string, signal: AbortSignal): Promise<Notebook> {
  const response = await fetchNamed(source, signal);
  const url = new URL(response.url);
  return { url, ...contentOf(url, await response.text()) };
}

/** A notebook's JSON, of which nothing is believed before it is looked at. */
type Unknown = Readonly<Record<string, unknown>>;

/** A notebook of format 4, as its file has it. */
export interface NotebookJson {
  readonly cells: readonly unknown[];
  readonly metadata: unknown;
}

/**
 * Read the text of a notebook's file.
 *
 * @param name of the file, for people.
 * @param remedy what to do where it is no notebook.
 * @throws AuthorMistake if it is none, or of a format that cannot be shown here.
 */
export function checkedNotebook(name: string, text: string, remedy: string): NotebookJson {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw new AuthorMistake(`${name} is no notebook: it is not JSON.`, remedy);
  }
  if (!isObject(notebook)) {
    throw new AuthorMistake(`${name} is no notebook: it is JSON of another kind.`, remedy);
  }
  const { nbformat, cells, metadata } = notebook;
  if (typeof nbformat === 'number' && nbformat < 4) {
    throw new AuthorMistake(
      `${name} is a notebook in the old format ${nbformat}.`,
      'Open it in JupyterLab and save it, or run `jupyter nbconvert --to notebook --inplace` on it.',
    );
  }
  if (typeof nbformat === 'number' && nbformat > 4) {
    throw new AuthorMistake(
      `${name} is a notebook in the format ${nbformat}, which is newer than this page.`,
      'Build the site with a newer lite-build.',
    );
  }
  if (!Array.isArray(cells)) {
    throw new AuthorMistake(`${name} is no notebook: it has no cells.`, remedy);
  }
  return { cells, metadata };
}

function contentOf(url: URL, text: string): Pick<Notebook, 'cells' | 'widgets'> {
  const { cells, metadata } = checkedNotebook(url.href, text, "Name a notebook's file (.ipynb) in src.");
  const language = languageOf(isObject(metadata) ? metadata : {});
  if (language !== null && !/^i?python/i.test(language)) {
    throw new AuthorMistake(
      `${url.href} is a notebook in ${language}.`,
      'Pages run Python: name a notebook in Python.',
    );
  }
  return { cells: cellsOf(cells), widgets: widgetsOf(metadata) };
}

/** The cells of a notebook that a page shows. */
export function cellsOf(cells: readonly unknown[]): NotebookCell[] {
  return cells.flatMap((cell, index) => (isObject(cell) ? cellOf(cell, index) : []));
}

/** The state of widgets that a notebook's metadata keep. */
export function widgetsOf(metadata: unknown): Notebook['widgets'] {
  const widgets = isObject(metadata) ? metadata['widgets'] : undefined;
  const saved = isObject(widgets) ? widgets[WIDGET_STATE] : undefined;
  const state = isObject(saved) && saved['version_major'] === 2 ? saved['state'] : undefined;
  return isObject(state) && Object.keys(state).length > 0 ? state : null;
}

function languageOf({ language_info: info, kernelspec }: Unknown): string | null {
  const told = [isObject(info) ? info['name'] : null, isObject(kernelspec) ? kernelspec['language'] : null];
  return told.find((each): each is string => typeof each === 'string' && each !== '') ?? null;
}

/** What is neither code nor text for a page is for other programs. */
function cellOf(cell: Unknown, index: number): NotebookCell[] {
  const { cell_type: type, id, source: lines, outputs, attachments } = cell;
  const metadata = isObject(cell['metadata']) ? cell['metadata'] : {};
  const tags = cellTags(metadata);
  const source = joinedText(lines);
  switch (type) {
    case 'code': {
      const saved = Array.isArray(outputs) ? (outputs.filter(isObject) as unknown as SavedOutput[]) : [];
      const name = typeof id === 'string' && id !== '' ? id : String(index + 1);
      return [{ type, source, outputs: saved, tags, name }];
    }
    case 'markdown': {
      const files = isObject(attachments) ? (attachments as Record<string, MimeBundle>) : {};
      return [{ type, source, attachments: files, tags }];
    }
    case 'raw':
      return rawCell(metadata['raw_mimetype'] ?? metadata['format'], source, tags);
    default:
      return [];
  }
}

/** A raw cell is for the program that it names. */
function rawCell(mimeType: unknown, source: string, tags: CellTags): NotebookCell[] {
  switch (mimeType) {
    case 'text/markdown':
      return [{ type: 'markdown', source, attachments: {}, tags }];
    case 'text/html':
      return [{ type: 'html', source, tags }];
    default:
      return [];
  }
}

/** What each tag says of the parts of a cell: by the table that builds read as well. */
const MEANINGS = new Map<string, Readonly<Record<string, string>>>(Object.entries(meanings));

/** Read what is said of a cell, in its metadata. */
export function cellTags({ tags, jupyter, collapsed }: Unknown): CellTags {
  // Jupyter Book wrote them with underscores once.
  const names = Array.isArray(tags) ? tags.map((tag) => String(tag).replaceAll('_', '-')) : [];
  const says = (part: string, what: string): boolean =>
    names.some((name) => MEANINGS.get(name)?.[part] === what);
  const shown = (part: 'input' | 'output', isFolded: boolean): Shown => {
    if (says(part, 'removed')) {
      return 'removed';
    }
    return isFolded || says(part, 'folded') ? 'folded' : 'shown';
  };
  const folds = isObject(jupyter) ? jupyter : {};
  return {
    input: shown('input', folds['source_hidden'] === true),
    output: shown('output', folds['outputs_hidden'] === true || collapsed === true),
    isRemoved: says('cell', 'removed'),
    isLeftOut: says('run', 'asked'),
    raisesException: says('error', 'expected'),
  };
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
