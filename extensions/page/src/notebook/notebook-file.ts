import { AuthorMistake } from '../elements/author-mistake.ts';
import { fetchNamed } from '../elements/fetch-named.ts';
import type { MimeBundle, SavedOutput } from '../outputs/index.ts';
import { joinedText } from '../outputs/output-values.ts';

/** A cell of a notebook. */
export type NotebookCell =
  | {
      readonly type: 'code';
      readonly source: string;
      readonly outputs: readonly SavedOutput[];
      readonly tags: CellTags;
    }
  | {
      readonly type: 'markdown';
      readonly source: string;
      /** Files that are in the cell, by name: their values by MIME type. */
      readonly attachments: Readonly<Record<string, MimeBundle>>;
      readonly tags: CellTags;
    };

/** What is said of a cell: by its tags, as the field has them, and by JupyterLab where a cell is collapsed there. */
export interface CellTags {
  readonly input: Shown;
  readonly output: Shown;
  /** It is run in its turn, and nothing of it is shown. */
  readonly isRemoved: boolean;
  /** It is run by its own button alone. */
  readonly isSkipped: boolean;
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

function contentOf(url: URL, text: string): Pick<Notebook, 'cells' | 'widgets'> {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw new AuthorMistake(
      `${url.href} is no notebook: it is not JSON.`,
      "Name a notebook's file (.ipynb) in src.",
    );
  }
  if (!isObject(notebook)) {
    throw new AuthorMistake(
      `${url.href} is no notebook: it is JSON of another kind.`,
      "Name a notebook's file (.ipynb) in src.",
    );
  }
  const { nbformat, cells, metadata } = notebook;
  if (typeof nbformat === 'number' && nbformat < 4) {
    throw new AuthorMistake(
      `${url.href} is a notebook in the old format ${nbformat}.`,
      'Open it in JupyterLab and save it, or run `jupyter nbconvert --to notebook --inplace` on it.',
    );
  }
  if (typeof nbformat === 'number' && nbformat > 4) {
    throw new AuthorMistake(
      `${url.href} is a notebook in the format ${nbformat}, which is newer than this page.`,
      'Build the site with a newer lite-build.',
    );
  }
  if (!Array.isArray(cells)) {
    throw new AuthorMistake(
      `${url.href} is no notebook: it has no cells.`,
      "Name a notebook's file (.ipynb) in src.",
    );
  }
  const language = languageOf(isObject(metadata) ? metadata : {});
  if (language !== null && !/^i?python/i.test(language)) {
    throw new AuthorMistake(
      `${url.href} is a notebook in ${language}.`,
      'Pages run Python: name a notebook in Python.',
    );
  }
  return { cells: cells.filter(isObject).flatMap(cellOf), widgets: widgetsOf(metadata) };
}

function widgetsOf(metadata: unknown): Notebook['widgets'] {
  const widgets = isObject(metadata) ? metadata['widgets'] : undefined;
  const saved = isObject(widgets) ? widgets[WIDGET_STATE] : undefined;
  const state = isObject(saved) && saved['version_major'] === 2 ? saved['state'] : undefined;
  return isObject(state) && Object.keys(state).length > 0 ? state : null;
}

function languageOf({ language_info: info, kernelspec }: Unknown): string | null {
  const told = [isObject(info) ? info['name'] : null, isObject(kernelspec) ? kernelspec['language'] : null];
  return told.find((each): each is string => typeof each === 'string' && each !== '') ?? null;
}

/** What is neither code nor Markdown is for other programs than a page. */
function cellOf(cell: Unknown): NotebookCell[] {
  const { cell_type: type, source, outputs, attachments, metadata } = cell;
  const tags = tagsOf(isObject(metadata) ? metadata : {});
  switch (type) {
    case 'code': {
      const saved = Array.isArray(outputs) ? (outputs.filter(isObject) as unknown as SavedOutput[]) : [];
      return [{ type, source: joinedText(source), outputs: saved, tags }];
    }
    case 'markdown': {
      const files = isObject(attachments) ? (attachments as Record<string, MimeBundle>) : {};
      return [{ type, source: joinedText(source), attachments: files, tags }];
    }
    default:
      return [];
  }
}

function tagsOf(metadata: Unknown): CellTags {
  const { tags, jupyter, collapsed } = metadata;
  // Jupyter Book wrote them with underscores once.
  const names = new Set(Array.isArray(tags) ? tags.map((tag) => String(tag).replaceAll('_', '-')) : []);
  const folds = isObject(jupyter) ? jupyter : {};
  const shown = (part: 'input' | 'output', isFolded: boolean): Shown => {
    if (names.has(`remove-${part}`)) {
      return 'removed';
    }
    return isFolded || names.has(`hide-${part}`) || names.has('hide-cell') ? 'folded' : 'shown';
  };
  return {
    input: shown('input', folds['source_hidden'] === true),
    output: shown('output', folds['outputs_hidden'] === true || collapsed === true),
    isRemoved: names.has('remove-cell'),
    isSkipped: names.has('skip-execution'),
    raisesException: names.has('raises-exception'),
  };
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
