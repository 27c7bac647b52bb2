import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { CopyView } from '@lite-build/page/copy-view';
import { OfflineCopy } from '@lite-build/page/offline-copy';
import { Widget } from '@lumino/widgets';
import english from '../../../../lite_build/words/page_words/en.json' with { type: 'json' };

const COMMAND = 'lite-build:offline';
const TITLE = 'Available offline';
/** Of the file menu: below what is shared. */
const RANK = 32;

/** Keeps the site in the reader's browser, where it is built so. */
export const offlinePlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:offline',
  description: "Keeps the site in the reader's browser, for times without a network.",
  autoStart: true,
  optional: [ICommandPalette, IMainMenu],
  activate: ({ commands }: JupyterFrontEnd, palette: ICommandPalette | null, menu: IMainMenu | null) => {
    if (PageConfig.getOption('offline') === '') {
      return;
    }
    commands.addCommand(COMMAND, {
      label: 'Make Available Offline…',
      caption: 'Keep this site in this browser, for times without a network',
      describedBy: { args: { type: 'object', properties: {} } },
      execute: show,
    });
    menu?.fileMenu.addGroup([{ command: COMMAND }], RANK);
    palette?.addItem({ command: COMMAND, category: 'File Operations' });
  },
};

async function show(): Promise<void> {
  const view = new CopyView(new OfflineCopy(PageConfig.getBaseUrl()), (name) => english[name], 'en');
  const shown = new AbortController();
  const body = new Widget({ node: view.node });
  const dialog = new Dialog({ title: TITLE, body, buttons: [Dialog.okButton({ label: 'Close' })] });
  dialog.node.ariaLabel = TITLE;
  view.begin(shown.signal);
  try {
    await dialog.launch();
  } finally {
    // What is being fetched goes on.
    shown.abort();
  }
}
