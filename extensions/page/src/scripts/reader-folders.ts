import { styles } from '../elements/styles.ts';
import type { BrowserStore } from './browser-store.ts';

/** What of Pyodide makes a folder of the reader's machine one of Python's. */
export interface FolderMounter {
  mountNativeFS(path: string, handle: FileSystemDirectoryHandle): Promise<{ syncfs(): Promise<void> }>;
  readonly FS: { unmount(path: string): void };
}

type Mode = 'read' | 'readwrite';

/** What browsers that can open folders have, and TypeScript's own declarations have not. */
interface FolderPicker {
  showDirectoryPicker?: (options: {
    mode: Mode;
    startIn?: string;
    id?: string;
  }) => Promise<FileSystemDirectoryHandle>;
}

interface WithPermission {
  queryPermission(options: { mode: Mode }): Promise<PermissionState>;
  requestPermission(options: { mode: Mode }): Promise<PermissionState>;
}

/** No storage of a page has an empty name. */
const FOLDERS = '';

/** Folders of the reader's machine. */
export class ReaderFolders {
  constructor(store: BrowserStore) {
    this.#store = store;
  }

  /** Is there once Python has started. */
  mounter: FolderMounter | null = null;

  /**
   * Have the reader give a folder: the one of an earlier visit, or one that is chosen now.
   *
   * @param id tells several folders apart.
   * @returns whether there is one.
   * @throws Error in words, where the browser opens no folders.
   */
  async ask(mode: Mode, root: string, id: string): Promise<boolean> {
    const { showDirectoryPicker } = window as FolderPicker;
    if (showDirectoryPicker === undefined) {
      throw new Error(
        'this browser opens no folders for pages: Chrome and Edge do; let the reader choose a file by <input type="file">',
      );
    }
    const kept = await this.#kept(id);
    if (kept !== null) {
      const permission = kept as unknown as WithPermission;
      const isGiven = (await permission.queryPermission({ mode })) === 'granted';
      return isGiven || (await whenClicked(() => permission.requestPermission({ mode }))) === 'granted';
    }
    const options = root === '' ? { mode, id } : { mode, id, startIn: root };
    const chosen = await whenClicked(() => showDirectoryPicker(options));
    if (chosen !== null) {
      await this.#store.write(FOLDERS, { [id]: chosen }, []);
    }
    return chosen !== null;
  }

  /** Make the folder one of Python's. */
  async mount(path: string, id: string): Promise<unknown> {
    const handle = await this.#kept(id);
    if (handle === null || this.mounter === null) {
      throw new Error(`the reader has given no folder ${id}`);
    }
    return await this.mounter.mountNativeFS(path, handle);
  }

  unmount(path: string): void {
    this.mounter?.FS.unmount(path);
  }

  async forget(id: string): Promise<void> {
    await this.#store.write(FOLDERS, {}, [id]);
  }

  async #kept(id: string): Promise<FileSystemDirectoryHandle | null> {
    return ((await this.#store.read(FOLDERS))[id] as FileSystemDirectoryHandle | undefined) ?? null;
  }

  readonly #store: BrowserStore;
}

/**
 * Do what browsers do only right after a click: at once where there was one, else when the reader has clicked a button.
 *
 * @returns null where the reader does not want it.
 */
async function whenClicked<Result>(act: () => Promise<Result>): Promise<Result | null> {
  if (!navigator.userActivation.isActive && !(await askForClick())) {
    return null;
  }
  return await act().catch((error: unknown) => {
    // The reader has closed the browser's own dialog.
    if (error instanceof DOMException && error.name === 'AbortError') {
      return null;
    }
    throw error;
  });
}

async function askForClick(): Promise<boolean> {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [styles()];
  const dialog = document.createElement('dialog');
  const form = document.createElement('form');
  form.method = 'dialog';
  const words = document.createElement('p');
  words.textContent = 'This page asks for a folder of your machine.';
  const [choose, refuse] = ['Choose', 'Not now'].map((name) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.value = name;
    return button;
  }) as [HTMLButtonElement, HTMLButtonElement];
  form.append(words, choose, refuse);
  dialog.append(form);
  root.append(dialog);
  document.body.append(host);
  dialog.showModal();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  dialog.addEventListener('close', () => {
    resolve(undefined);
  });
  await promise;
  host.remove();
  return dialog.returnValue === choose.value;
}
