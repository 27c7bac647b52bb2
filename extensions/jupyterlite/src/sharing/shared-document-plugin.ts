import {
  ILabShell,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { pathIn } from '../application/page-address.ts';
import { Card } from '../cards/card.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { CopyOpener, showsDocuments } from './copy-opener.ts';
import { bringsDocument, documentIn } from './shared-address.ts';
import { checkedDocument, type CheckedDocument } from './shared-copy.ts';

const COMMAND = 'lite-build:open-shared-document';
/** Before what opens the document that the address names, which has 100; after what loads the page's state. */
const RANK = 90;
/** What the name of a copy says of it. */
const NOTE = 'shared';

/**
 * Opens a document that the address brings, once the reader says so: as a copy beside what is there.
 *
 * Anybody can make such an address. So nothing of it is kept, shown as a notebook or run before.
 */
export const sharedDocumentPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:shared-document',
  description: 'Opens a document that the address brings, as a copy.',
  autoStart: true,
  requires: [IRouter, IDefaultDrive],
  optional: [ILabShell],
  activate: (
    application: JupyterFrontEnd,
    router: IRouter,
    drive: Contents.IDrive,
    labShell: ILabShell | null,
  ) => {
    if (!(drive instanceof NamedFilesDrive) || !showsDocuments()) {
      return;
    }
    // Notebook's pages show one document each.
    const isSingle = labShell === null;
    const opener = new CopyOpener(application, drive, isSingle);
    let isFirst = true;
    application.commands.addCommand(COMMAND, {
      label: 'Open a document that the address brings',
      describedBy: {
        args: {
          type: 'object',
          properties: { search: { type: 'string' }, hash: { type: 'string' } },
        },
      },
      execute: ({ search: query, hash }) => {
        const isAtStart = isFirst;
        isFirst = false;
        if (typeof hash !== 'string' || !bringsDocument(hash)) {
          return;
        }
        if (isSingle && !isAtStart) {
          // The address was entered in a page that shows a document already.
          location.reload();
          return router.stop;
        }
        const search = new URLSearchParams(typeof query === 'string' ? query : '');
        const asked = { search, published: isAtStart ? pathIn(search) : null };
        void documentIn(hash)
          .then((shared) => {
            const document = checkedDocument(shared);
            ask(
              document,
              () => void opener.open(document, NOTE, asked),
              () => {
                opener.leave(asked);
              },
            );
          })
          .catch((error: unknown) => {
            opener.tell('The address brings no document that can be opened', error, asked);
          });
        return router.stop;
      },
    });
    router.register({ command: COMMAND, pattern: /.?/, rank: RANK });
  },
};

function ask({ path, written }: CheckedDocument, keep: () => void, leave: () => void): void {
  const name = PathExt.basename(path);
  new Card().question(
    `Open a copy of ${name}, which came by this address?`,
    [
      'What it says may be anybody\u2019s. It becomes a file beside yours, and changes none of them. ' +
        'Nothing is run before you run it.',
    ],
    written,
    [
      { label: 'Open a copy', act: keep },
      { label: 'Leave it', act: leave },
    ],
  );
}
