import { fragmentOf, hasTypedCells, noteHandedOver, type TypedCell } from '@lite-build/messages/typed-cells';
import type { LiteCell } from '../elements/lite-cell.ts';

/** Says of an element that the cells in it are those of a notebook: by its path in the site's contents. */
export const NOTEBOOK = 'data-notebook';
/** Says of a cell which of its notebook's it is, where its `id` does not. */
export const CELL = 'data-cell';

/** The applications of a site that open a notebook with what was typed. */
const APPLICATION = /^(?:lab|notebooks)\/(?:index\.html)?$/;
/** What a reader does with a link before the browser follows it, opens it elsewhere, or copies its address. */
const EVENTS = ['pointerdown', 'click', 'auxclick', 'contextmenu', 'dragstart'] as const;
/** What a build calls the cells of a notebook, before their identifiers. */
const PREFIX = /^cell-/;

/**
 * Have the page's links that open a notebook of the site in JupyterLab carry what a reader has typed into its cells.
 *
 * They are ordinary links, also while they do: in a new tab, in this one, or copied.
 *
 * @param baseUrl of the site.
 */
export function carryTyped(baseUrl: string): void {
  for (const type of EVENTS) {
    document.addEventListener(
      type,
      (event) => {
        const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
        if (link !== undefined && link.href !== '') {
          complete(link, baseUrl);
        }
      },
      { capture: true },
    );
  }
}

function complete(link: HTMLAnchorElement, baseUrl: string): void {
  const url = URL.parse(link.href);
  const notebook = url === null ? null : openedBy(url, baseUrl);
  if (url === null || notebook === null) {
    return;
  }
  const typed = typedInto(notebook);
  if (typed.length > 0 || hasTypedCells(url.hash)) {
    url.hash = typed.length === 0 ? '' : fragmentOf(typed);
    link.href = url.href;
    if (typed.length > 0) {
      noteHandedOver(url.hash);
    }
  }
}

/** The path of the notebook that an address opens to be worked with; null where it does not. */
function openedBy({ origin, pathname, searchParams }: URL, baseUrl: string): string | null {
  const address = origin + pathname;
  const isOurs = address.startsWith(baseUrl) && APPLICATION.test(address.slice(baseUrl.length));
  return isOurs ? searchParams.get('path') : null;
}

function typedInto(notebook: string): TypedCell[] {
  return [...document.querySelectorAll<LiteCell>('lite-cell')].flatMap((cell) => {
    const typed = cell.closest(`[${NOTEBOOK}]`)?.getAttribute(NOTEBOOK) === notebook ? cell.typed : null;
    const name = cell.getAttribute(CELL) ?? cell.id.replace(PREFIX, '');
    return typed === null || name === '' ? [] : [{ cell: name, source: typed }];
  });
}
