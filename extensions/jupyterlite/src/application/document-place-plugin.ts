import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { extendEveryDocument } from './every-document.ts';

/** How fragments begin that bring something: they name no place. */
const BRINGS = '#lite-';
/** What a reader does who wants to be elsewhere. */
const ACTS = ['pointerdown', 'wheel', 'keydown', 'touchstart'] as const;
/** For how long a document may grow by itself. */
const GROWING_MILLISECONDS = 30_000;

/**
 * Shows the place in a document that the page's address names: `lesson.ipynb#cell-id=first`.
 *
 * JupyterLab does so for addresses that are entered later, and for links; when the page is loaded the document is not
 * open yet.
 */
export const documentPlacePlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:document-place',
  description: "Shows the place in a document that the page's address names.",
  autoStart: true,
  activate: ({ docRegistry }: JupyterFrontEnd) => {
    const { hash, search } = location;
    const path = new URLSearchParams(search).get('path');
    if (path === null || hash === '' || hash.startsWith(BRINGS)) {
      return;
    }
    let isShown = false;
    const extension: DocumentRegistry.WidgetExtension = {
      createNew: (widget: IDocumentWidget, context: DocumentRegistry.Context) => {
        if (!isShown && [path, decoded(path)].includes(context.localPath)) {
          isShown = true;
          void Promise.all([context.ready, widget.revealed]).then(() => {
            stayAt(widget, decoded(hash));
          });
        }
      },
    };
    extendEveryDocument(docRegistry, extension);
  },
};

/**
 * Show a place in a document, and go on to while the document still grows: a notebook gets its cells one by one.
 *
 * What the reader does ends it.
 */
function stayAt(widget: IDocumentWidget, fragment: string): void {
  const ended = new AbortController();
  const { signal } = ended;
  let frame = 0;
  const growing = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      widget.setFragment(fragment);
    });
  });
  const end = (): void => {
    ended.abort();
  };
  signal.addEventListener('abort', () => {
    growing.disconnect();
    cancelAnimationFrame(frame);
  });
  growing.observe(widget.content.node, { childList: true, subtree: true });
  for (const type of ACTS) {
    document.addEventListener(type, end, { capture: true, passive: true, signal });
  }
  widget.disposed.connect(end);
  setTimeout(end, GROWING_MILLISECONDS);
  widget.setFragment(fragment);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
