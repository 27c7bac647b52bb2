import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { folderFavoriteIcon } from '@jupyterlab/ui-components';
import { storageKind } from '../application/page-storage.ts';
import { tellingFailures } from '../own-work/failure.ts';
import { DrivePanels } from './drive-panels.ts';
import { FilesAway } from './files.ts';
import { FolderFiles } from './folder-files.ts';
import { KeptFolders } from './kept-folders.ts';
import { IOpenDrives, type OpenDrives } from './open-drives.ts';
import { siteDrives } from './site-drives.ts';

const OPEN = 'lite-build:open-folder';
/** Of the file menu: beside what opens. */
const RANK = 5;
const WITH_LEAVE = { mode: 'readwrite' } as const;

/** What browsers with a folder picker have beside the standard of all. */
interface FolderPicker {
  showDirectoryPicker?(options: { id: string; mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}
type Permitted = FileSystemDirectoryHandle & {
  queryPermission?(leave: typeof WITH_LEAVE): Promise<PermissionState>;
  requestPermission?(leave: typeof WITH_LEAVE): Promise<PermissionState>;
};

/** Opens folders of the reader's computer as drives, and again after a reload. */
export const folderPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:folder',
  description: 'Opens folders of the reader’s computer.',
  autoStart: true,
  requires: [IOpenDrives],
  optional: [ICommandPalette, IMainMenu],
  activate: async (
    application: JupyterFrontEnd,
    drives: OpenDrives,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    if (!siteDrives().includes('folder')) {
      return;
    }
    const folders = new Folders(application, drives);
    application.commands.addCommand(OPEN, {
      label: 'Open a Folder of This Computer…',
      caption: 'Notebooks and Python read and write in it',
      icon: folderFavoriteIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: tellingFailures(async () => {
        await folders.choose();
      }),
    });
    menu?.fileMenu.addGroup([{ command: OPEN }], RANK);
    palette?.addItem({ command: OPEN, category: 'File Operations' });
    application.contextMenu.addItem({ command: OPEN, selector: '.jp-DirListing-content', rank: 60 });
    // Before JupyterLab opens what was open, some of which may be in them.
    await folders.openKept();
    void application.started.then(() => {
      folders.offer();
    });
  },
};

/** The folders of the reader's computer that are open in this page. */
class Folders {
  constructor(application: JupyterFrontEnd, drives: OpenDrives) {
    this.#commands = application.commands;
    this.#drives = drives;
    this.#panels = new DrivePanels(application);
    this.#isFirst = siteDrives()[0] === 'folder';
    // What a page stores for itself alone is not there for its next one.
    this.#kept = storageKind() === 'memory' ? null : new KeptFolders(PageConfig.getOption('baseUrl'));
  }

  /** Say so where the site's first drive is a folder and none is open. */
  offer(): void {
    if (this.#isFirst && this.#open.size === 0) {
      Notification.info('This site works in a folder of your computer.', {
        autoClose: false,
        actions: [
          {
            label: 'Open a Folder…',
            displayType: 'accent',
            callback: () => void this.#commands.execute(OPEN),
          },
        ],
      });
    }
  }

  /** Let the reader choose a folder, and open it. */
  async choose(): Promise<void> {
    const page = window as unknown as FolderPicker;
    if (page.showDirectoryPicker === undefined) {
      Notification.info(
        'This browser opens no folders for a page. Chrome, Edge and other browsers of their family do, over HTTPS. ' +
          'Here, upload files in the file browser, and download them again.',
        { autoClose: false },
      );
      return;
    }
    const folder = await page
      .showDirectoryPicker({ id: 'lite-build', ...WITH_LEAVE })
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') {
          return null;
        }
        throw error;
      });
    if (folder === null) {
      return;
    }
    for (const [name, open] of this.#open) {
      if (await open.isSameEntry(folder)) {
        await this.#show(name, folder);
        return;
      }
    }
    const name = this.#drives.freeName(folder.name);
    // Where the browser keeps nothing, it is open until the page is left.
    await this.#kept?.keep(name, folder).catch((error: unknown) => {
      console.warn(`The folder "${name}" is not remembered: ${String(error)}`);
    });
    await this.#show(name, folder);
  }

  /** Open the folders of the last visit: those that the browser lets the page have, and the others by a click. */
  async openKept(): Promise<void> {
    const kept = await this.#kept?.all().catch((error: unknown) => {
      console.warn(error);
      return null;
    });
    for (const [name, folder] of kept ?? []) {
      if ((await permissionOf(folder)) === 'granted') {
        this.#mount(name, folder);
        await this.#showPanel(name);
        if (this.#isFirst) {
          void this.#panels.activateAtFirst(name);
        }
      } else {
        this.#wait(name, folder);
      }
    }
  }

  /** Have a drive be there whose folder the reader has to let the page have again. */
  #wait(name: string, folder: FileSystemDirectoryHandle): void {
    this.#open.set(name, folder);
    this.#drives.open(name, new FilesAway(`The folder "${name}" is to be opened again.`));
    this.#offer(name, folder);
  }

  /** Offer to open a folder again: a browser asks the reader after a click alone. */
  #offer(name: string, folder: Permitted): void {
    if (this.#offered.has(name)) {
      return;
    }
    this.#offered.add(name);
    const open = tellingFailures(async () => {
      this.#offered.delete(name);
      if ((await folder.requestPermission?.(WITH_LEAVE)) === 'denied') {
        throw new Error(
          `The browser does not let this page have the folder "${name}". Its settings for this site may say why.`,
        );
      }
      await this.#show(name, folder);
    });
    const forget = tellingFailures(async () => {
      this.#offered.delete(name);
      await this.#close(name);
    });
    Notification.info(`The folder “${name}” is closed until you let this page have it again.`, {
      autoClose: false,
      actions: [
        { label: 'Open It Again', displayType: 'accent', callback: () => void open() },
        { label: 'Forget It', callback: () => void forget() },
      ],
    });
  }

  /** Have a folder be a drive, which kernels and documents find at once. */
  #mount(name: string, folder: FileSystemDirectoryHandle): void {
    this.#open.set(name, folder);
    const files = new FolderFiles(folder, () => {
      this.#offer(name, folder);
    });
    this.#drives.open(name, files);
  }

  async #show(name: string, folder: FileSystemDirectoryHandle): Promise<void> {
    this.#mount(name, folder);
    await this.#showPanel(name);
    this.#panels.activate(name);
  }

  async #showPanel(name: string): Promise<void> {
    await this.#panels.show({
      name,
      kind: 'folder',
      icon: folderFavoriteIcon,
      close: tellingFailures(async () => {
        await this.#close(name);
      }),
    });
  }

  async #close(name: string): Promise<void> {
    await this.#kept?.forget(name);
    this.#open.delete(name);
    this.#drives.close(name, `The folder "${name}" was closed.`);
    this.#panels.remove(name);
  }

  readonly #commands: JupyterFrontEnd['commands'];
  readonly #drives: OpenDrives;
  readonly #panels: DrivePanels;
  readonly #isFirst: boolean;
  readonly #kept: KeptFolders | null;
  /** By the names of their drives, also those that wait for the reader. */
  readonly #open = new Map<string, FileSystemDirectoryHandle>();
  readonly #offered = new Set<string>();
}

async function permissionOf(folder: Permitted): Promise<PermissionState> {
  return (await folder.queryPermission?.(WITH_LEAVE).catch(() => 'prompt' as const)) ?? 'granted';
}
