import { PathExt } from '@jupyterlab/coreutils';
import type { Entry } from '@lite-build/drive/changes';
import type { Files } from './files.ts';

/** How the names of files end into which Chromium writes until they are whole. */
const UNFINISHED = '.crswap';
/** Errors by which a browser says that there is nothing of that kind at a name. */
const NOTHING_THERE = new Set(['NotFoundError', 'TypeMismatchError']);

/** What the browser tells who watches a folder. */
interface FolderChange {
  readonly relativePathComponents: readonly string[];
  readonly relativePathMovedFrom?: readonly string[] | null;
}

/** What a browser may have that tells of changes: Chromium has it. */
interface WithObserver {
  readonly FileSystemObserver?: new (changed: (changes: readonly FolderChange[]) => void) => {
    observe(handle: FileSystemHandle, options: { recursive: boolean }): Promise<void>;
    disconnect(): void;
  };
}

/** A folder of the reader's computer, as the browser lets a page have it. */
export class FolderFiles implements Files {
  /**
   * @param root the folder.
   * @param refused is called where the browser refuses the page what it had allowed.
   */
  constructor(root: FileSystemDirectoryHandle, refused: () => void) {
    this.#root = root;
    this.#refused = refused;
  }

  async list(path: string): Promise<Entry[] | null> {
    return await this.#told(path, async () => {
      const folder = await this.#folder(path);
      if (folder === null) {
        return null;
      }
      const entries: Promise<Entry | null>[] = [];
      for await (const handle of folder.values()) {
        if (!handle.name.endsWith(UNFINISHED)) {
          entries.push(entryOf(handle));
        }
      }
      return (await Promise.all(entries)).filter((entry) => entry !== null);
    });
  }

  async read(path: string): Promise<Blob | null> {
    return await this.#told(path, async () => {
      const folder = await this.#folder(PathExt.dirname(path));
      const handle = await present(folder?.getFileHandle(PathExt.basename(path)));
      return (await present(handle?.getFile())) ?? null;
    });
  }

  async write(path: string, content: Blob): Promise<void> {
    await this.#told(path, async () => {
      const folder = await this.#madeFolder(PathExt.dirname(path));
      await writeWhole(await folder.getFileHandle(PathExt.basename(path), { create: true }), content);
    });
  }

  async makeFolder(path: string): Promise<void> {
    await this.#told(path, async () => {
      await this.#madeFolder(path);
    });
  }

  async move(path: string, to: string): Promise<void> {
    if (to.startsWith(`${path}/`)) {
      throw new Error(`"${path}" cannot be moved into itself.`);
    }
    if (path.toLowerCase() === to.toLowerCase()) {
      // One and the same file where the computer makes no difference between them.
      const between = `${to}.${crypto.randomUUID()}`;
      await this.move(path, between);
      await this.move(between, to);
      return;
    }
    await this.#copy(path, to);
    await this.remove(path);
  }

  async remove(path: string): Promise<void> {
    await this.#told(path, async () => {
      const folder = await this.#folder(PathExt.dirname(path));
      await present(folder?.removeEntry(PathExt.basename(path), { recursive: true }));
    });
  }

  watch(changed: (paths: readonly string[]) => void): () => void {
    const mayHaveChanged = (): void => {
      changed(['']);
    };
    const { FileSystemObserver } = globalThis as WithObserver;
    if (FileSystemObserver === undefined) {
      // Who comes back to the page may have been at the folder with another program.
      window.addEventListener('focus', mayHaveChanged);
      return () => {
        window.removeEventListener('focus', mayHaveChanged);
      };
    }
    const observer = new FileSystemObserver((changes) => {
      const paths = changes.flatMap(({ relativePathComponents, relativePathMovedFrom }) => [
        relativePathComponents.join('/'),
        ...(relativePathMovedFrom ? [relativePathMovedFrom.join('/')] : []),
      ]);
      changed([...new Set(paths.filter((path) => !path.endsWith(UNFINISHED)))]);
    });
    observer.observe(this.#root, { recursive: true }).catch((error: unknown) => {
      console.warn(`Changes in "${this.#root.name}" are not seen at once: ${String(error)}`);
    });
    return () => {
      observer.disconnect();
    };
  }

  /** Copy a file, or a folder with all that is in it. Where that fails, nothing of a copy is left. */
  async #copy(path: string, to: string): Promise<void> {
    const content = await this.read(path);
    if (content !== null) {
      await this.write(to, content);
      return;
    }
    const names = await this.#namesIn(path);
    if (names === null) {
      throw new Error(`"${path}" is not in the folder "${this.#root.name}" any more.`);
    }
    const isNew = (await this.list(to)) === null;
    try {
      await this.makeFolder(to);
      for (const name of names) {
        await this.#copy(`${path}/${name}`, `${to}/${name}`);
      }
    } catch (error) {
      if (isNew) {
        await this.remove(to);
      }
      throw error;
    }
  }

  /** All that is in a folder, also what the page cannot read; null where there is no folder. */
  async #namesIn(path: string): Promise<string[] | null> {
    return await this.#told(path, async () => {
      const folder = await this.#folder(path);
      const names: string[] = [];
      for await (const name of folder?.keys() ?? []) {
        names.push(name);
      }
      return folder === null ? null : names;
    });
  }

  async #folder(path: string): Promise<FileSystemDirectoryHandle | null> {
    let folder: FileSystemDirectoryHandle | null = this.#root;
    for (const name of namesIn(path)) {
      folder = (await present(folder?.getDirectoryHandle(name))) ?? null;
    }
    return folder;
  }

  async #madeFolder(path: string): Promise<FileSystemDirectoryHandle> {
    let folder = this.#root;
    for (const name of namesIn(path)) {
      folder = await folder.getDirectoryHandle(name, { create: true });
    }
    return folder;
  }

  /** Do something, and tell in words where the browser does not. */
  async #told<Answer>(path: string, act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      const { name } = this.#root;
      if (!(error instanceof Error)) {
        throw error;
      }
      switch (error.name) {
        case 'NotAllowedError':
          this.#refused();
          throw new Error(
            `The browser does not let this page have the folder "${name}" any more. Open it again.`,
          );
        case 'NotFoundError':
          throw new Error(`The folder "${name}" is not there any more, or what "${path}" is in was removed.`);
        case 'TypeMismatchError':
          throw new Error(`"${path}" cannot be made in "${name}": there is a file in the place of a folder.`);
        case 'NoModificationAllowedError':
          throw new Error(`Another program uses "${path}" in "${name}": close it there, and try again.`);
        case 'TypeError':
          throw new Error(`The browser allows no file of the name "${path}".`);
        default:
          throw error;
      }
    }
  }

  readonly #root: FileSystemDirectoryHandle;
  readonly #refused: () => void;
}

/** Write a file that is whole, or stays as it was. */
async function writeWhole(file: FileSystemFileHandle, content: Blob): Promise<void> {
  // It is beside the file until it is closed, and takes its place then.
  const writable = await file.createWritable();
  try {
    await writable.write(content);
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

async function entryOf(handle: FileSystemHandle): Promise<Entry | null> {
  const { name } = handle;
  if (!(handle instanceof FileSystemFileHandle)) {
    return { name, isFolder: true, size: 0, modified: 0, isPublished: false };
  }
  // Of a file that cannot be read, such as a link that leads nowhere, no more is known.
  const file = await handle.getFile().catch(() => null);
  return file === null
    ? null
    : { name, isFolder: false, size: file.size, modified: file.lastModified, isPublished: false };
}

/** What is there; null where the browser says that nothing of that kind is. */
async function present<Found>(found: Promise<Found> | undefined): Promise<Found | null | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && NOTHING_THERE.has(error.name)) {
      return null;
    }
    throw error;
  }
}

function namesIn(path: string): string[] {
  return path === '' ? [] : path.split('/');
}
