import type { Entry, Failure } from './changes.ts';
import { Disk, type DriveOptions } from './disk.ts';
import { type FileSystemNode, FOLDER_MODE } from './emscripten.ts';
import { addEntries, applyListing } from './listing.ts';
import { descendantsOf, type DriveNode, entryOf, type FolderNode, isFile, isFolder } from './nodes.ts';

/**
 * A drive as a file system of Emscripten's, which behaves as one in memory does and holds what was read or written.
 *
 * A folder is listed when a program first looks into it, and a file is read when it is first read.
 */
export class DriveFileSystem {
  constructor(options: DriveOptions) {
    this.#disk = new Disk(options);
  }

  /** What Emscripten calls when the file system is mounted. */
  mount(): FileSystemNode {
    this.#root = this.#disk.make(null, '/', FOLDER_MODE, false) as FolderNode;
    return this.#root;
  }

  /** Tell that a folder is there, so that nobody must be asked. */
  showFolder(path: string): FolderNode | null {
    let folder = this.#root;
    for (const name of namesIn(path)) {
      if (folder !== null) {
        const entry = entryOf(folder, name) ?? this.#disk.make(folder, name, FOLDER_MODE, false);
        folder = isFolder(entry) ? entry : null;
      }
    }
    return folder;
  }

  /** Tell what is in a folder. */
  keepListing(path: string, entries: readonly Entry[]): void {
    const folder = this.showFolder(path);
    if (folder !== null) {
      applyListing(this.#disk.tools, folder, entries);
    }
  }

  /** Tell of more that is in a folder. */
  addEntries(path: string, entries: readonly Entry[]): void {
    const folder = this.showFolder(path);
    if (folder !== null) {
      addEntries(this.#disk.tools, folder, entries);
    }
  }

  /** Whether a file's content is in memory. */
  isLoaded(path: string): boolean {
    const node = this.#find(path) ?? undefined;
    return isFile(node) && node.drive.isLoaded;
  }

  /** Tell that others have changed something at these paths; null for wherever it was. */
  noteChanges(paths: readonly string[] | null): void {
    if (this.#root === null) {
      return;
    }
    if (paths === null) {
      this.#noteAllIn(this.#root);
      return;
    }
    for (const path of paths) {
      const folder = this.#find(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
      setStale(folder);
      const node = this.#find(path);
      if (node !== null && isFolder(node)) {
        this.#noteAllIn(node);
      }
      this.#noteChange(node);
    }
  }

  /** Tell that a step of the sink's has ended. */
  noteStored(number: number, failures: readonly Failure[]): void {
    this.#disk.keeper.stored(number, failures);
  }

  /** Tell, often, that a program keeps the thread. Throws nothing: who tells it is in the middle of the program. */
  noteBusy(): void {
    try {
      this.#disk.keeper.storeInPassing();
    } catch (error) {
      console.error(error);
    }
  }

  /**
   * Store all that was written.
   *
   * @returns what could not be stored, and was not told yet.
   */
  async settle(): Promise<readonly Failure[]> {
    return await this.#disk.keeper.settle();
  }

  /** Something may have changed in a folder. */
  #noteAllIn(folder: FolderNode): void {
    for (const node of [folder, ...descendantsOf(folder)]) {
      setStale(node);
      this.#noteChange(node);
    }
  }

  #noteChange(node: DriveNode | null): void {
    if (node !== null && isFile(node)) {
      this.#disk.logs?.noteChange(node);
    }
  }

  #find(path: string): DriveNode | null {
    let node: DriveNode | undefined = this.#root ?? undefined;
    for (const name of namesIn(path)) {
      node = isFolder(node) ? entryOf(node, name) : undefined;
    }
    return node ?? null;
  }

  readonly #disk: Disk;
  #root: FolderNode | null = null;
}

function setStale(node: DriveNode | null): void {
  if (node !== null && isFolder(node)) {
    node.drive.isStale = true;
  }
}

function namesIn(path: string): string[] {
  return path === '' ? [] : path.split('/');
}
