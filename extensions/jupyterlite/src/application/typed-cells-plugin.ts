import { IRouter, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import {
  hasTypedCells,
  takeHandedOver,
  type TypedCell,
  typedCellsIn,
} from '@lite-build/messages/typed-cells';
import { Card } from '../cards/card.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { PublishedFiles } from '../drive/published-files.ts';
import { tellAddress, withPath } from './page-address.ts';
import { copyName, isNotebook, isSameText, type NotebookContent, withTyped } from './typed-notebook.ts';

const COMMAND = 'lite-build:open-typed-cells';
const OPEN = 'docmanager:open';
/** Before what opens the notebook that the address names, which has 100; after what loads the page's state. */
const RANK = 90;
/** The page that shows one notebook alone, by JupyterLite's name for it. */
const SINGLE = 'notebooks';

/**
 * Opens a notebook with what a reader has typed on its page, where the address brings it.
 *
 * It is a copy with a name that says so: what the reader has done to the notebook itself in this browser stays as it is.
 * Anybody can make such an address: unless a page of this origin says that it was its own, the reader is asked first.
 */
export const typedCellsPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:typed-cells',
  description: 'Opens a notebook with what a reader has typed on its page.',
  autoStart: true,
  requires: [IRouter, IDefaultDrive],
  activate: (
    { commands, serviceManager, started }: JupyterFrontEnd,
    router: IRouter,
    drive: Contents.IDrive,
  ) => {
    let fragment = location.hash;
    if (!hasTypedCells(fragment)) {
      return;
    }
    const published = drive instanceof NamedFilesDrive ? drive.published : new PublishedFiles();
    commands.addCommand(COMMAND, {
      label: 'Open a notebook with what was typed on its page',
      describedBy: { args: { type: 'object', properties: { search: { type: 'string' } } } },
      execute: async ({ search }) => {
        const address = new URLSearchParams(typeof search === 'string' ? search : '');
        const path = address.get('path');
        const typed = fragment;
        fragment = '';
        if (path === null || !hasTypedCells(typed)) {
          return;
        }
        const isSingle = PageConfig.getOption('notebookPage') === SINGLE;
        try {
          const cells = typedCellsIn(typed);
          if (!takeHandedOver(typed)) {
            tellAddress(address, path);
            ask(path, cells, () => {
              keepCopy(serviceManager.contents, published, path, cells)
                .then(async (copy) => {
                  if (isSingle) {
                    location.assign(withPath(address, copy));
                  } else {
                    await commands.execute(OPEN, { path: copy });
                  }
                })
                .catch(tellLost);
            });
            return;
          }
          const copy = await keepCopy(serviceManager.contents, published, path, cells);
          if (isSingle) {
            // A page of one notebook opens it by its address, once the browser's storage is ready for that.
            location.replace(withPath(address, copy));
          } else {
            tellAddress(address, null);
            void started.then(async () => {
              await commands.execute(OPEN, { path: copy });
            });
          }
          return router.stop;
        } catch (error) {
          tellAddress(address, path);
          tellLost(error);
        }
      },
    });
    router.register({ command: COMMAND, pattern: /[?&]path=/, rank: RANK });
  },
};

/** Ask the reader whether what an address brings is to be kept. */
function ask(path: string, cells: readonly TypedCell[], keep: () => void): void {
  new Card().question(
    'Open a copy with the cells that were typed in a page?',
    [
      `The address brings new code for ${path}. No page of this site has handed it over in this browser, so ` +
        'it may be anybody\u2019s. Nothing is run before you run it.',
    ],
    cells.map(({ source }) => source).join('\n\n'),
    [
      { label: 'Open a copy', act: keep },
      { label: 'Leave it', act: () => undefined },
    ],
  );
}

function tellLost(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  new Card().failure(
    'What was typed on the page is not here',
    [reason, 'The notebook is opened without it. It is still on the page, until that is closed.'],
    [],
  );
}

/**
 * Keep a notebook with what was typed in the reader's browser.
 *
 * @returns the path of the copy: one that is there already, if it is the same.
 * @throws Error in words, if the notebook is not to be had, or the browser keeps nothing.
 */
async function keepCopy(
  contents: Contents.IManager,
  published: PublishedFiles,
  path: string,
  typed: readonly TypedCell[],
): Promise<string> {
  const wanted = withTyped(await notebookOf(published, path), typed);
  const folder = PathExt.dirname(path);
  const names = await namesIn(contents, folder);
  for (let number = 1; ; number += 1) {
    const name = copyName(PathExt.basename(path), number);
    const copy = folder === '' ? name : `${folder}/${name}`;
    if (!names.has(name)) {
      await contents.save(copy, { type: 'notebook', format: 'json', content: wanted });
      return copy;
    }
    const present: unknown = (await contents.get(copy, { content: true })).content;
    if (isNotebook(present) && isSameText(present, wanted)) {
      return copy;
    }
  }
}

/** The notebook as the site has it, whatever the reader has made of it. */
async function notebookOf(published: PublishedFiles, path: string): Promise<NotebookContent> {
  const content = await published.read(path);
  const notebook: unknown = content === null ? null : JSON.parse(new TextDecoder().decode(content));
  if (!isNotebook(notebook)) {
    throw new Error(`The site has no notebook ${path}.`);
  }
  return notebook;
}

async function namesIn(contents: Contents.IManager, folder: string): Promise<Set<string>> {
  const listing = await contents.get(folder, { content: true });
  return new Set((listing.content as readonly Contents.IModel[]).map(({ name }) => name));
}
