import {
  ILabShell,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { tellAddress } from '../application/page-address.ts';
import { storageKind } from '../application/page-storage.ts';
import { Card } from '../cards/card.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { bringsDocument, documentIn } from './shared-address.ts';
import { checkedDocument, type CheckedDocument, keepShared } from './shared-copy.ts';

const COMMAND = 'lite-build:open-shared-document';
const OPEN = 'docmanager:open';
const SHOW = 'filebrowser:go-to-path';
/** Before what opens the document that the address names, which has 100; after what loads the page's state. */
const RANK = 90;
/** Applications of JupyterLite that show no documents. */
const WITHOUT_DOCUMENTS = ['/tree', '/consoles', '/repl'];

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
    { commands, started }: JupyterFrontEnd,
    router: IRouter,
    drive: Contents.IDrive,
    labShell: ILabShell | null,
  ) => {
    const hasDocuments = !WITHOUT_DOCUMENTS.includes(PageConfig.getOption('appUrl'));
    if (!(drive instanceof NamedFilesDrive) || !hasDocuments) {
      return;
    }
    // Notebook's pages show one document each.
    const isSingle = labShell === null;
    const open = async (path: string): Promise<void> => {
      await started;
      await commands.execute(OPEN, { path, options: isSingle ? { ref: '_noref' } : {} });
    };
    let isFirst = true;
    commands.addCommand(COMMAND, {
      label: 'Open a document that the address brings',
      describedBy: {
        args: {
          type: 'object',
          properties: { search: { type: 'string' }, hash: { type: 'string' } },
        },
      },
      execute: ({ search, hash }) => {
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
        const address = new URLSearchParams(typeof search === 'string' ? search : '');
        const published = isAtStart ? address.get('path') : null;
        const openPublished = (): void => {
          tellAddress(address, isSingle ? published : null);
          if (published !== null) {
            void open(published);
          } else if (isSingle) {
            location.assign(PageConfig.getBaseUrl());
          }
        };
        const openCopy = async (document: CheckedDocument): Promise<void> => {
          const copy = await keepShared(drive.ownWork, document);
          if (storageKind() !== 'memory') {
            tellAddress(address, isSingle ? copy : null);
          }
          await open(copy);
          if (commands.hasCommand(SHOW)) {
            await commands.execute(SHOW, { path: copy, dontShowBrowser: true });
          }
        };
        void documentIn(hash)
          .then((shared) => {
            const document = checkedDocument(shared);
            ask(document, openPublished, () => {
              openCopy(document).catch((error: unknown) => {
                tell('The shared document was not kept', error, published, openPublished);
              });
            });
          })
          .catch((error: unknown) => {
            tell('The address brings no document that can be opened', error, published, openPublished);
          });
        return router.stop;
      },
    });
    router.register({ command: COMMAND, pattern: /.?/, rank: RANK });
  },
};

function ask({ path, written }: CheckedDocument, leave: () => void, keep: () => void): void {
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

function tell(title: string, error: unknown, published: string | null, openPublished: () => void): void {
  const reason = error instanceof Error ? error.message : String(error);
  const rest = published === null ? [] : [`${PathExt.basename(published)} is opened as this site has it.`];
  new Card().failure(title, [reason, 'Your files are as they were.', ...rest], []);
  openPublished();
}
