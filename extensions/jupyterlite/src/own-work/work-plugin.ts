import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, Notification, showDialog } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { type DocumentRegistry, DocumentWidget } from '@jupyterlab/docregistry';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import type { Moved } from '../versions/own-work.ts';
import {
  bringIn,
  type BroughtIn,
  download,
  forgetWork,
  type PackedWork,
  packedWork,
} from './carried-work.ts';
import { comparisonView } from './comparison-view.ts';
import { tellFailure, tellingFailures } from './failure.ts';
import { markFiles } from './file-marks.ts';
import { comparison } from './versions-bar.ts';
import { listed, unpackWork } from './work-archive.ts';

const SHOW = 'lite-build:show-what-i-changed';
const BACK = 'lite-build:back-to-published';
const BACK_ALL = 'lite-build:back-to-published-site';
const OUT = 'lite-build:download-my-work';
const IN = 'lite-build:bring-in-my-work';
/** Apps of JupyterLite with a file browser, by their addresses. */
const WITH_BROWSER = /\/(?:lab|tree)\b/;
/** Of the file menu: below what is saved and reverted. */
const RANK = 30;

/** What a command is told. */
type CommandArguments = Readonly<Record<string, unknown>>;

/** Shows which files are the reader's, and lets the reader go back, take all of it out, and bring it in again. */
export const workPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:own-work',
  description: "Shows which files are the reader's, and what can be done with them.",
  autoStart: true,
  requires: [IDefaultDrive],
  optional: [ICommandPalette, IMainMenu],
  activate: (
    application: JupyterFrontEnd,
    drive: Contents.IDrive,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    if (!(drive instanceof NamedFilesDrive)) {
      return;
    }
    const browsers = new Browsers(application);
    const pathFor = (args: CommandArguments): string | null =>
      args.isSelected === true ? browsers.selected() : pathOfDocument(application.shell.currentWidget);
    drive.ownWork.moved = tellMoved;
    addFileCommands(application, drive, pathFor);
    addWorkCommands(application, drive);
    for (const command of [SHOW, BACK]) {
      const selector = '.jp-DirListing-item[data-isdir="false"]';
      application.contextMenu.addItem({ command, args: { isSelected: true }, selector, rank: 12 });
    }
    menu?.fileMenu.addGroup(
      [SHOW, BACK, BACK_ALL, OUT, IN].map((command) => ({ command })),
      RANK,
    );
    for (const command of [SHOW, BACK, BACK_ALL, OUT, IN]) {
      palette?.addItem({ command, category: 'File Operations' });
    }
  },
};

/** The file browsers of the page, once there are any. */
class Browsers {
  constructor(application: JupyterFrontEnd) {
    if (WITH_BROWSER.test(PageConfig.getOption('appUrl'))) {
      void this.#find(application);
    }
  }

  /** The path of the one file that is selected. */
  selected(): string | null {
    const [file] = this.#current()?.selectedItems() ?? [];
    return file === undefined || file.type === 'directory' ? null : file.path;
  }

  async #find(application: JupyterFrontEnd): Promise<void> {
    // Other apps do without it.
    const { DirListing, IFileBrowserFactory } = await import('@jupyterlab/filebrowser');
    markFiles(DirListing.defaultRenderer);
    const factory = await application.resolveOptionalService(IFileBrowserFactory);
    this.#current = () => factory?.tracker.currentWidget ?? null;
    factory?.tracker.forEach(({ model }) => {
      void model.refresh();
    });
  }

  #current: () => FileBrowser | null = () => null;
}

function addFileCommands(
  { commands, shell }: JupyterFrontEnd,
  drive: NamedFilesDrive,
  pathFor: (args: CommandArguments) => string | null,
): void {
  const describedBy = { args: { type: 'object', properties: { isSelected: { type: 'boolean' } } } } as const;
  commands.addCommand(SHOW, {
    label: 'Show What I Changed',
    describedBy,
    isEnabled: (args) => pathFor(args) !== null,
    execute: tellingFailures(async (args: CommandArguments) => {
      const path = pathFor(args);
      if (path !== null && (await isBoth(drive, path))) {
        const body = new Widget({ node: comparisonView(await comparison(drive, path)) });
        await showDialog({ title: path, body, buttons: [Dialog.okButton({ label: 'Close' })] });
      }
    }),
  });
  commands.addCommand(BACK, {
    label: 'Back to the Published One',
    describedBy,
    isEnabled: (args) => pathFor(args) !== null,
    execute: tellingFailures(async (args: CommandArguments) => {
      const path = pathFor(args);
      if (path === null || !(await isBoth(drive, path))) {
        return;
      }
      // While it is fetched the reader may go on to type.
      await drive.ownWork.fetchPublished(path);
      await saveOpen(shell, path);
      const undo = await drive.ownWork.backToPublished(path);
      offerUndo(`${path} is as it was published.`, async () => {
        await saveOpen(shell, path);
        const place = await undo();
        if (place !== path) {
          Notification.info(`${path} has changes of yours since. What you had before is "${place}".`);
        }
      });
    }),
  });
}

function addWorkCommands({ commands, shell }: JupyterFrontEnd, drive: NamedFilesDrive): void {
  const describedBy = { args: { type: 'object', properties: {} } } as const;
  const packAndDownload = async (): Promise<PackedWork> => {
    await saveOpen(shell);
    const packed = await packedWork(drive.ownWork);
    download(packed.archive);
    return packed;
  };
  commands.addCommand(OUT, {
    label: 'Download My Work',
    describedBy,
    execute: tellingFailures(async () => {
      await packAndDownload();
    }),
  });
  commands.addCommand(IN, {
    label: 'Bring In My Work…',
    describedBy,
    execute: tellingFailures(async () => {
      const file = await chooseArchive();
      if (file !== null) {
        const { files, odd } = unpackWork(new Uint8Array(await file.arrayBuffer()));
        await saveOpen(shell);
        tellBroughtIn(await bringIn(drive.ownWork, files));
        if (odd.length > 0) {
          const text = `Not brought in, since no file of the site can have such a name: ${listed(odd)}`;
          Notification.warning(text, { autoClose: false });
        }
      }
    }),
  });
  commands.addCommand(BACK_ALL, {
    label: 'Back to the Published Site…',
    describedBy,
    execute: tellingFailures(async () => {
      const models = await drive.ownWork.models();
      const names = models.filter(({ type }) => type !== 'directory');
      const { button } = await showDialog({
        title: 'Back to the published site?',
        body: `This removes your ${names.length} files from this browser: ${listed(names.map(({ path }) => path))}`,
        buttons: [
          Dialog.cancelButton(),
          Dialog.warnButton({ label: 'Remove Without a Copy' }),
          Dialog.okButton({ label: 'Download My Work, Then Remove' }),
        ],
      });
      if (!button.accept) {
        return;
      }
      if (button.displayType === 'warn') {
        await forgetWork(drive, models, new Map());
        return;
      }
      const packed = await packAndDownload();
      await forgetWork(drive, packed.models, new Map(packed.models.map((model) => [model.path, model])));
      offerUndo(`Your files are removed (${packed.files.length}).`, async () => {
        await saveOpen(shell);
        tellBroughtIn(await bringIn(drive.ownWork, packed.files));
      });
    }),
  });
}

/** Whether both the site and the reader have a file; tells the reader where not. */
async function isBoth({ ownWork, published }: NamedFilesDrive, path: string): Promise<boolean> {
  const isMine = (await ownWork.relation(path)) !== null;
  const isBothHere = isMine && (await published.find(path)) !== null;
  if (!isBothHere) {
    Notification.info(
      isMine ? `The site has no ${path}: it is yours alone.` : `You have changed nothing in ${path}.`,
    );
  }
  return isBothHere;
}

async function chooseArchive(): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.zip,application/zip';
  return await new Promise((resolve) => {
    input.addEventListener('change', () => {
      resolve(input.files?.[0] ?? null);
    });
    input.addEventListener('cancel', () => {
      resolve(null);
    });
    input.click();
  });
}

/** Store what open editors have, of one file or of all, so that none of it is lost where a file is read anew. */
async function saveOpen(shell: JupyterFrontEnd.IShell, path?: string): Promise<void> {
  for (const widget of shell.widgets('main')) {
    const context = contextOf(widget);
    if (context?.model.dirty === true && (path === undefined || context.localPath === path)) {
      await context.save();
    }
  }
}

function pathOfDocument(widget: Widget | null): string | null {
  const context = contextOf(widget);
  // What is in another drive is none of the site's files.
  return context === null || context.path !== context.localPath ? null : context.path;
}

function contextOf(widget: Widget | null): DocumentRegistry.Context | null {
  return widget instanceof DocumentWidget ? widget.context : null;
}

/** Tell what was done; it can be undone until that has worked, or the reader closes it. */
function offerUndo(text: string, undo: () => Promise<void>): void {
  let isUndoing = false;
  const callback = (event: MouseEvent): void => {
    event.preventDefault();
    if (!isUndoing) {
      isUndoing = true;
      undo()
        .then(() => {
          Notification.dismiss(id);
        })
        .catch((error: unknown) => {
          tellFailure(error);
        })
        .finally(() => {
          isUndoing = false;
        });
    }
  };
  const id = Notification.info(text, { autoClose: false, actions: [{ label: 'Undo', callback }] });
}

function tellBroughtIn({ files, beside }: BroughtIn): void {
  const more = beside.length === 0 ? '' : ` You had others of these names; beside them: ${beside.join(', ')}`;
  Notification.success(`${files} files are here.${more}`, { autoClose: false });
}

function tellMoved(moved: readonly Moved[]): void {
  for (const { from, to } of moved) {
    Notification.info(`The site has a file "${from}" now. Yours is "${to}".`, { autoClose: false });
  }
}
