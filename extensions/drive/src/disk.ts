import {
  type Attributes,
  type EmscriptenFileSystem,
  ERROR,
  type FileSystemStream,
  isForWriting,
  isToCreate,
  type MemoryFileSystem,
} from './emscripten.ts';
import { type DriveSink, type DriveSource, NoSuchFile } from './ends.ts';
import { Keeper } from './keeper.ts';
import { applyListing, type ListingTools, removeFolder } from './listing.ts';
import {
  asDate,
  type DriveNode,
  entryOf,
  type FileNode,
  type FolderNode,
  isFile,
  isFolder,
  newFile,
  newFolder,
  pathOf,
  setChanged,
} from './nodes.ts';
import { type Operations, operationsOf } from './operations.ts';
import { WriteAheadLogs } from './write-ahead-logs.ts';

/** How long what is in a folder is believed since it could last be told that it has changed, in milliseconds. */
const TRUST = 1000;
/** How long a folder's date is believed: every import asks for that. */
const LONG_TRUST = 10_000;

const DATES = ['atime', 'mtime', 'ctime'] as const;

export interface DriveOptions {
  readonly fileSystem: EmscriptenFileSystem;
  readonly source: DriveSource;
  /** Where is kept what a program writes; null where it stays in memory. */
  readonly sink: DriveSink | null;
  /** When the thread was free last to hear of changes, as `performance.now()` tells the time. */
  readonly thread: { readonly last: number };
  /** Python's memory as it is now; null where nobody else writes. */
  readonly memory: (() => Uint8Array) | null;
}

/** What Emscripten's operations do on a drive. They are called by way of `guard`. */
export class Disk {
  constructor(options: DriveOptions) {
    this.#options = options;
    this.memory = options.fileSystem.filesystems.MEMFS;
    this.keeper = new Keeper(options.sink);
    this.logs =
      options.memory &&
      new WriteAheadLogs({
        keeper: this.keeper,
        memory: options.memory,
        list: (folder) => {
          if (folder.drive.isStale) {
            this.list(folder, TRUST);
          }
        },
        read: (file) => {
          this.read(file);
        },
      });
    this.#operations = operationsOf(this);
    this.tools = {
      fileSystem: options.fileSystem,
      keeper: this.keeper,
      make: (parent, name, mode) => this.make(parent, name, mode, false),
    };
  }

  make(parent: FolderNode | null, name: string, mode: number, isNew: boolean): DriveNode {
    const node = this.memory.createNode(parent, name, mode, 0) as DriveNode;
    if (this.#options.fileSystem.isDir(mode)) {
      node.contents = Object.create(null);
      node.drive = newFolder(isNew);
      node.node_ops = this.#operations.folder;
      node.stream_ops = this.#operations.folderStream;
    } else {
      node.drive = newFile();
      node.node_ops = this.#operations.file;
      node.stream_ops = this.#operations.fileStream;
    }
    return node;
  }

  /** Ask what is in a folder, unless that is known. */
  list(folder: FolderNode, trust: number): void {
    if (!this.#isThere(folder, trust)) {
      throw this.error('ENOENT');
    }
  }

  /** Ask what is in a folder, unless that is known; and whether it is there at all. */
  #isThere(folder: FolderNode, trust: number): boolean {
    const { isListed, isStale, isNew, asked } = folder.drive;
    const heard = Math.max(asked, this.#options.thread.last);
    if (isNew || folder.drive.isUnlinked || (isListed && !isStale && performance.now() - heard < trust)) {
      return true;
    }
    this.keeper.tellOfRenames();
    const entries = this.guard(() => this.#options.source.list(pathOf(folder)));
    if (entries === null && removeFolder(this.tools, folder)) {
      return false;
    }
    applyListing(this.tools, folder, entries ?? []);
    return true;
  }

  read(file: FileNode): void {
    const { drive: state } = file;
    const folder = file.parent as FolderNode;
    if (folder.drive.isStale && !state.isUnlinked) {
      // Who has a file open keeps it, whatever becomes of its folder.
      this.#isThere(folder, TRUST);
    }
    if (!state.isLoaded) {
      this.keeper.tellOfRenames();
      file.contents = this.guard(() => this.#options.source.read(pathOf(file), state.origin === 'site'));
      file.usedBytes = file.contents.length;
      state.isLoaded = true;
    }
  }

  /** Programs believe a file's size. */
  #readUnmeasured(file: FileNode): void {
    const { isLoaded, known } = file.drive;
    if (!isLoaded && known?.size === null) {
      this.read(file);
    }
  }

  /** Do something whose every error is one that Emscripten passes on to the program: any other would end Python. */
  guard<Answer>(act: () => Answer): Answer {
    try {
      return act();
    } catch (error) {
      if (error instanceof this.#options.fileSystem.ErrnoError) {
        throw error;
      }
      if (error instanceof NoSuchFile) {
        throw this.error('ENOENT');
      }
      console.error(error);
      throw this.error('EIO');
    }
  }

  error(name: keyof typeof ERROR): Error {
    return new this.#options.fileSystem.ErrnoError(ERROR[name]);
  }

  look(parent: FolderNode, name: string): DriveNode {
    this.list(parent, TRUST);
    const node = entryOf(parent, name);
    if (node === undefined) {
      throw this.error('ENOENT');
    }
    return node;
  }

  /** The names in a folder, as Emscripten wants them: with those of itself and its parent. */
  names(folder: FolderNode): string[] {
    this.list(folder, TRUST);
    return this.memory.node_ops.readdir(folder);
  }

  describe(node: DriveNode): object {
    if (isFolder(node)) {
      if (node.drive.isListed) {
        this.list(node, LONG_TRUST);
      }
    } else if (isFile(node) && node.drive.streams === 0) {
      this.list(node.parent as FolderNode, TRUST);
      if (node.drive.isUnlinked) {
        throw this.error('ENOENT');
      }
    }
    if (isFile(node)) {
      this.logs?.takeWritten(node);
      this.#readUnmeasured(node);
    }
    for (const date of DATES) {
      node[date] = asDate(node[date]);
    }
    return this.memory.node_ops.getattr(node);
  }

  change(node: DriveNode, asked: Attributes): void {
    const attributes = { ...asked };
    for (const date of DATES) {
      const time = attributes[date];
      if (time !== undefined && time !== null) {
        attributes[date] = asDate(time);
      }
    }
    if (isFile(node)) {
      const isCut = attributes.size !== undefined;
      const isDated = attributes.mtime !== undefined && attributes.mtime !== null;
      if (isCut && node.drive.streams === 0) {
        // As it is opened: whether it is there is asked while it still has its content, since asking may fail.
        this.list(node.parent as FolderNode, TRUST);
      }
      if (attributes.size === 0) {
        node.contents = new Uint8Array(0);
        node.usedBytes = 0;
        node.drive.isLoaded = true;
      } else if (isCut || isDated) {
        this.read(node);
      }
      this.memory.node_ops.setattr(node, attributes);
      if (isCut) {
        node.mtime = node.ctime = Date.now();
      }
      if (isCut || isDated) {
        this.keeper.noteWrite(node);
      }
    } else {
      this.memory.node_ops.setattr(node, attributes);
    }
  }

  create(parent: FolderNode, name: string, mode: number): DriveNode {
    const { fileSystem } = this.#options;
    if (!fileSystem.isDir(mode) && !fileSystem.isFile(mode)) {
      throw this.error('EPERM');
    }
    const { mtime } = parent;
    const node = this.make(parent, name, mode, true);
    parent.mtime = mtime;
    setChanged(parent);
    if (isFile(node)) {
      this.keeper.noteWrite(node);
    } else {
      this.keeper.noteFolder(node);
    }
    return node;
  }

  rename(node: DriveNode, newParent: FolderNode, newName: string): void {
    const oldParent = node.parent as FolderNode;
    const [oldName, oldPath] = [node.name, pathOf(node)];
    const replaced = entryOf(newParent, newName);
    if (isFolder(replaced)) {
      this.list(replaced, TRUST);
    }
    if (isFile(node) && node.drive.origin === 'site') {
      this.read(node);
    } else if (isFolder(node)) {
      this.#readPublished(node);
    }
    this.memory.node_ops.rename(node, newParent, newName);
    node.parent = newParent;
    if (replaced !== undefined) {
      hide(newParent, replaced, newName);
      replaced.drive.isUnlinked = true;
    }
    hide(oldParent, node, oldName);
    setChanged(oldParent);
    setChanged(newParent);
    if (isFile(node)) {
      this.keeper.noteFileRename(node, oldPath, replaced);
    } else if (isFolder(node)) {
      this.keeper.noteFolderRename(node, oldPath, replaced);
      this.#makeOwn(node);
    }
  }

  /** The site's files keep their paths; those of a folder that gets another are written anew. */
  #readPublished(folder: FolderNode): void {
    this.list(folder, TRUST);
    for (const node of Object.values(folder.contents)) {
      if (isFolder(node)) {
        this.#readPublished(node);
      } else if (isFile(node) && node.drive.origin === 'site') {
        this.read(node);
      }
    }
  }

  /** A folder has a path at which the site has nothing. */
  #makeOwn(folder: FolderNode): void {
    folder.drive.isOwn = true;
    this.keeper.noteFolder(folder);
    for (const node of Object.values(folder.contents)) {
      if (isFolder(node)) {
        this.#makeOwn(node);
      } else if (isFile(node) && node.drive.origin === 'site') {
        this.keeper.noteWrite(node);
      }
    }
  }

  remove(parent: FolderNode, name: string, remove: 'unlink' | 'rmdir'): void {
    const node = entryOf(parent, name);
    if (node === undefined) {
      throw this.error('ENOENT');
    }
    if (isFolder(node)) {
      this.list(node, TRUST);
    }
    const path = pathOf(node);
    this.memory.node_ops[remove](parent, name);
    setChanged(parent);
    hide(parent, node, name);
    this.keeper.noteRemoval(node, path);
    node.drive.isUnlinked = true;
  }

  open(stream: FileSystemStream): void {
    let file = stream.node as FileNode;
    if (file.drive.streams === 0) {
      // Emscripten has made or emptied it by now, and it is stored when it has been written: not before storage is asked.
      const { drive: emptied } = file;
      const writing = isForWriting(stream) ? 1 : 0;
      emptied.writers += writing;
      try {
        this.list(file.parent as FolderNode, TRUST);
        if (file.drive.isUnlinked) {
          if (!isToCreate(stream)) {
            throw this.error('ENOENT');
          }
          file = this.create(file.parent as FolderNode, file.name, file.mode) as FileNode;
          stream.node = file;
        }
        this.#readUnmeasured(file);
      } catch (error) {
        this.#options.fileSystem.closeStream(stream.fd);
        throw error;
      } finally {
        emptied.writers -= writing;
      }
    }
    this.count(stream, 1);
  }

  count(stream: FileSystemStream, change: 1 | -1): void {
    const { drive } = stream.node as FileNode;
    drive.streams += change;
    if (isForWriting(stream)) {
      drive.writers += change;
    }
  }

  /** Have what a program is done with be stored, and tell the program if that cannot be. */
  store(file: FileNode): void {
    const [failure] = this.keeper.storeNow(file);
    if (failure !== undefined) {
      throw this.error(failure.reason === 'full' ? 'ENOSPC' : 'EIO');
    }
  }

  readonly memory: MemoryFileSystem;
  readonly keeper: Keeper;
  readonly logs: WriteAheadLogs | null;
  readonly tools: ListingTools;
  readonly #options: DriveOptions;
  readonly #operations: Operations;
}

/** Remember that a node was removed from a folder, which others may know it in. */
function hide(parent: FolderNode, node: DriveNode, name: string): void {
  if (isFile(node) ? node.drive.origin !== 'nowhere' : isFolder(node) && !node.drive.isNew) {
    parent.drive.hidden.add(name);
  }
}
