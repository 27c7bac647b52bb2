import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { extendEveryDocument } from './every-document.ts';

/** How fragments begin that bring something: they name no place. */
const BRINGS = '#lite-';

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
            widget.setFragment(decoded(hash));
          });
        }
      },
    };
    extendEveryDocument(docRegistry, extension);
  },
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
