import type { LiteCell } from '../elements/lite-cell.ts';
import { makeCell } from '../elements/make-cell.ts';
import type { OrderedCell } from '../kernel/run-order.ts';
import { adoptOutputStyles, followPageScheme, OutputArea } from '../outputs/index.ts';
import { currentPage } from '../page.ts';
import type { SavedWidgets } from '../widgets/saved/saved-widgets.ts';
import type { CellTags, Notebook, NotebookCell } from './notebook-file.ts';
import { showNotebookText } from './notebook-text.ts';
import { CELL, NOTEBOOK } from './typed-links.ts';
import { word } from '../words/later-words.ts';

export interface NotebookViewOptions {
  /** Text and outputs alone. */
  readonly isApp: boolean;
  readonly isReadOnly: boolean;
  /** The name of the cells' Python; null for the page's own. */
  readonly kernel: string | null;
  /** Whether what it was saved with may act in the page. */
  readonly isTrusted: boolean;
  /** What runs all cells. */
  readonly whole: OrderedCell;
  /** Its path in the site's contents; null where it is none of the site's. */
  readonly path: string | null;
}

/** Shows a notebook in an element of the page's own tree. */
export class NotebookView {
  /** Those that are run one after the other. */
  readonly cells: readonly LiteCell[];

  /**
   * @param element is on the page.
   * @param signal ends what it does there.
   */
  constructor(element: HTMLElement, notebook: Notebook, options: NotebookViewOptions, signal: AbortSignal) {
    const shown = notebook.cells.map((cell) => ({ cell, place: placeOf(cell, options) }));
    element.append(...shown.map(({ place }) => (place.cell ?? place.text).outermost));
    // What is around it may be a notebook's page, whose cells these are not.
    element.setAttribute(NOTEBOOK, options.path ?? '');
    this.#shown = shown;
    this.#options = options;
    this.cells = shown.flatMap(({ cell, place }) =>
      place.cell === undefined || cell.tags.isLeftOut || cell.source.trim() === ''
        ? []
        : [place.cell.element],
    );
    this.ready = this.#fill(notebook, signal);
  }

  /** Resolves once text and saved outputs are there. */
  readonly ready: Promise<void>;

  async #fill(notebook: Notebook, signal: AbortSignal): Promise<void> {
    const { url } = notebook;
    const widgets = this.#options.isTrusted ? this.#widgets(notebook, signal) : Promise.resolve(null);
    const saved = this.#shown.map(async ({ cell, place }) => {
      if (cell.type === 'code' && place.cell !== undefined) {
        await place.cell.element.begun;
        await place.cell.element.showSaved(cell.outputs, this.#options.isTrusted, await widgets);
      }
    });
    for (const { cell, place } of this.#shown) {
      if (place.text === undefined || signal.aborted) {
        continue;
      }
      const { element } = place.text;
      if (cell.type === 'markdown') {
        adoptOutputStyles(element);
        followPageScheme(element, signal);
        await showNotebookText(element, cell.source, cell.attachments, url, signal);
      } else if (cell.type === 'html') {
        await this.#showHtml(element, cell.source, url, signal);
      }
    }
    await Promise.all(saved);
  }

  /** The widgets that the notebook was saved with; null where there are none. */
  async #widgets({ cells, widgets }: Notebook, signal: AbortSignal): Promise<SavedWidgets | null> {
    if (widgets === null) {
      return null;
    }
    const python = currentPage().python(this.#options.kernel ?? undefined);
    const hosts = this.#shown.map(({ place }) => place.cell?.element ?? null);
    try {
      const { savedNotebookWidgets } = await import('../widgets/saved/notebook-state.ts');
      return await savedNotebookWidgets(
        widgets,
        { cells, hosts, run: this.cells, whole: this.#options.whole },
        python,
        signal,
      );
    } catch (error) {
      // All else of the notebook can be read, and its cells can be run.
      console.error('The saved widgets of a notebook could not be had.', error);
      return null;
    }
  }

  /** HTML of the notebook's own is shown as an output is: it acts where that may. */
  async #showHtml(element: HTMLElement, source: string, { href }: URL, signal: AbortSignal): Promise<void> {
    const { isTrusted } = this.#options;
    const area = new OutputArea(element, { base: href, isTrusted });
    signal.addEventListener('abort', () => {
      area.dispose();
    });
    area.restore([{ output_type: 'display_data', data: { 'text/html': source }, metadata: {} }]);
    await area.settled();
  }

  readonly #shown: readonly { readonly cell: NotebookCell; readonly place: CellPlace }[];
  readonly #options: NotebookViewOptions;
}

/** Where a cell is on the page. */
type CellPlace =
  | { readonly cell: Place<LiteCell>; readonly text?: undefined }
  | { readonly text: Place<HTMLElement>; readonly cell?: undefined };

interface Place<Kind extends HTMLElement> {
  readonly element: Kind;
  /** The element itself, or what it is folded in. */
  readonly outermost: HTMLElement;
}

function placeOf(cell: NotebookCell, options: NotebookViewOptions): CellPlace {
  const { tags } = cell;
  if (cell.type === 'code') {
    const element = codeCell(cell.source, tags, options);
    element.setAttribute(CELL, cell.name);
    return { cell: { element, outermost: element } };
  }
  const element = document.createElement('div');
  element.className = 'lite-outputs';
  // It is text of the page, and no output in it.
  element.style.fontFamily = element.style.fontSize = 'inherit';
  element.hidden = tags.isRemoved || tags.input === 'removed';
  if (tags.input !== 'folded') {
    return { text: { element, outermost: element } };
  }
  const outermost = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = word('text');
  outermost.append(summary, element);
  return { text: { element, outermost } };
}

function codeCell(
  source: string,
  { input, output, isRemoved, isLeftOut, raisesException }: CellTags,
  { isApp, isReadOnly, kernel }: NotebookViewOptions,
): LiteCell {
  const element = makeCell(source, kernel);
  element.hidden = isRemoved;
  const attributes = {
    readonly: isReadOnly,
    'hidden-code': isApp || input === 'removed',
    'folded-code': !isApp && input === 'folded',
    'hidden-output': output === 'removed',
    'folded-output': output === 'folded',
    'hidden-controls': isApp,
    'raises-exception': raisesException,
    'only-asked': isLeftOut,
  };
  for (const [name, isSet] of Object.entries(attributes)) {
    element.toggleAttribute(name, isSet);
  }
  return element;
}
