import type { Entry, Failure } from './changes.ts';
import {
  type Attributes,
  ERROR,
  type EmscriptenFileSystem,
  type FileSystemNode,
  type FileSystemStream,
  FOLDER_MODE,
  isForWriting,
  isToCreate,
  type MemoryFileSystem,
  type NodeOperations,
  type StreamOperations,
} from './emscripten.ts';
import type { DriveSink, DriveSource } from './ends.ts';
import { Keeper } from './keeper.ts';
import { applyListing, type ListingTools } from './listing.ts';
import {
  descendantsOf,
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

/** How long what is in a folder is believed since it could last be told that it has changed, in milliseconds. */
const TRUST = 1000;
/** How long a folder's date is believed: every import asks for that. */
const LONG_TRUST = 10_000;

export interface DriveOptions {
  readonly fileSystem: EmscriptenFileSystem;
  readonly source: DriveSource;
  /** Where is kept what a program writes; null where it stays in memory. */
  readonly sink: DriveSink | null;
  /** When the thread was free last to hear of changes, as `performance.now()` tells the time. */
  readonly thread: { readonly last: number };
}

/**
 * A drive as a file system of Emscripten's, which behaves as one in memory does and holds what was read or written.
 *
 * A folder is listed when a program first looks into it, and a file is read when it is first read.
 */
export class DriveFileSystem {
  constructor(options: DriveOptions) {
    this.#options = options;
    this.#memory = options.fileSystem.filesystems.MEMFS;
    this.#keeper = new Keeper(options.sink);
    this.#tools = {
      fileSystem: options.fileSystem,
      keeper: this.#keeper,
      make: (parent, name, mode) => this.#make(parent, name, mode, false),
    };
  }

  /** What Emscripten calls when the file system is mounted. */
  mount(): FileSystemNode {
    this.#root = this.#make(null, '/', FOLDER_MODE, false) as FolderNode;
    return this.#root;
  }

  /** Tell that a folder is there, so that nobody must be asked. */
  showFolder(path: string): FolderNode | null {
    let folder = this.#root;
    for (const name of namesIn(path)) {
      if (folder !== null) {
        const entry = entryOf(folder, name) ?? this.#make(folder, name, FOLDER_MODE, false);
        folder = isFolder(entry) ? entry : null;
      }
    }
    return folder;
  }

  /** Tell what is in a folder. */
  keepListing(path: string, entries: readonly Entry[]): void {
    const folder = this.showFolder(path);
    if (folder !== null) {
      applyListing(this.#tools, folder, entries);
    }
  }

  /** Tell that others have changed something at these paths; null for wherever it was. */
  noteChanges(paths: readonly string[] | null): void {
    if (this.#root === null) {
      return;
    }
    if (paths === null) {
      [this.#root, ...descendantsOf(this.#root)].forEach(setStale);
      return;
    }
    for (const path of paths) {
      const folder = this.#find(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
      setStale(folder);
      const node = this.#find(path);
      if (node !== null && isFolder(node)) {
        [node, ...descendantsOf(node)].forEach(setStale);
      }
    }
  }

  /** Tell that a step of the sink's has ended. */
  noteStored(number: number, failures: readonly Failure[]): void {
    this.#keeper.stored(number, failures);
  }

  /** Tell that a cell begins. */
  noteStart(): void {
    this.#keeper.noteStart();
  }

  /**
   * Store all that was written.
   *
   * @returns what could not be stored, and was not told yet.
   */
  async settle(): Promise<readonly Failure[]> {
    return await this.#keeper.settle();
  }

  #find(path: string): DriveNode | null {
    let node: DriveNode | undefined = this.#root ?? undefined;
    for (const name of namesIn(path)) {
      node = isFolder(node) ? entryOf(node, name) : undefined;
    }
    return node ?? null;
  }

  #make(parent: FolderNode | null, name: string, mode: number, isNew: boolean): DriveNode {
    const node = this.#memory.createNode(parent, name, mode, 0) as DriveNode;
    if (this.#options.fileSystem.isDir(mode)) {
      node.contents = Object.create(null);
      node.drive = newFolder(isNew);
      node.node_ops = this.#folderOperations;
      node.stream_ops = { llseek: this.#memory.stream_ops.llseek };
    } else {
      node.drive = newFile();
      node.node_ops = this.#fileOperations;
      node.stream_ops = this.#streamOperations;
    }
    return node;
  }

  /** Ask what is in a folder, unless that is known. */
  #list(folder: FolderNode, trust: number): void {
    const { isListed, isStale, isNew, asked } = folder.drive;
    const heard = Math.max(asked, this.#options.thread.last);
    if (isNew || folder.drive.isUnlinked || (isListed && !isStale && performance.now() - heard < trust)) {
      return;
    }
    this.#keeper.tellOfRenames();
    const entries = this.#ask(() => this.#options.source.list(pathOf(folder)));
    applyListing(this.#tools, folder, entries ?? []);
  }

  #read(file: FileNode): void {
    const { drive: state } = file;
    const folder = file.parent as FolderNode;
    if (folder.drive.isStale && !state.isUnlinked) {
      this.#list(folder, TRUST);
    }
    if (!state.isLoaded) {
      this.#keeper.tellOfRenames();
      file.contents = this.#ask(() => this.#options.source.read(pathOf(file), state.origin === 'site'));
      file.usedBytes = file.contents.length;
      state.isLoaded = true;
    }
  }

  #ask<Answer>(ask: () => Answer): Answer {
    try {
      return ask();
    } catch (error) {
      // Anything else that is thrown here ends Python.
      console.error(error);
      throw this.#error('EIO');
    }
  }

  #error(name: keyof typeof ERROR): Error {
    return new this.#options.fileSystem.ErrnoError(ERROR[name]);
  }

  #look(parent: FolderNode, name: string): DriveNode {
    this.#list(parent, TRUST);
    const node = entryOf(parent, name);
    if (node === undefined) {
      throw this.#error('ENOENT');
    }
    return node;
  }

  #describe(node: DriveNode): object {
    if (isFolder(node)) {
      if (node.drive.isListed) {
        this.#list(node, LONG_TRUST);
      }
    } else if (isFile(node) && node.drive.streams === 0) {
      this.#list(node.parent as FolderNode, TRUST);
      if (node.drive.isUnlinked) {
        throw this.#error('ENOENT');
      }
    }
    return this.#memory.node_ops.getattr(node);
  }

  #change(node: DriveNode, attributes: Attributes): void {
    if (isFile(node)) {
      const isCut = attributes.size !== undefined;
      const isDated = attributes.mtime !== undefined && attributes.mtime !== null;
      if (attributes.size === 0) {
        node.contents = new Uint8Array(0);
        node.usedBytes = 0;
        node.drive.isLoaded = true;
      } else if (isCut || isDated) {
        this.#read(node);
      }
      this.#memory.node_ops.setattr(node, attributes);
      if (isCut) {
        node.mtime = node.ctime = Date.now();
      }
      if (isCut || isDated) {
        this.#keeper.noteWrite(node);
      }
    } else {
      this.#memory.node_ops.setattr(node, attributes);
    }
  }

  #create(parent: FolderNode, name: string, mode: number): DriveNode {
    const { isDir, isFile: isFileMode } = this.#options.fileSystem;
    if (!isDir(mode) && !isFileMode(mode)) {
      throw this.#error('EPERM');
    }
    const { mtime } = parent;
    const node = this.#make(parent, name, mode, true);
    parent.mtime = mtime;
    setChanged(parent);
    if (isFile(node)) {
      this.#keeper.noteWrite(node);
    } else {
      this.#keeper.noteFolder(node);
    }
    return node;
  }

  #rename(node: DriveNode, newParent: FolderNode, newName: string): void {
    const oldParent = node.parent as FolderNode;
    const [oldName, oldPath] = [node.name, pathOf(node)];
    const replaced = entryOf(newParent, newName);
    if (isFolder(replaced)) {
      this.#list(replaced, TRUST);
    }
    if (isFile(node) && node.drive.origin === 'site') {
      this.#read(node);
    } else if (isFolder(node)) {
      this.#readPublished(node);
    }
    this.#memory.node_ops.rename(node, newParent, newName);
    node.parent = newParent;
    if (replaced !== undefined) {
      this.#keeper.noteReplacement(replaced);
      replaced.drive.isUnlinked = true;
    }
    hide(oldParent, node, oldName);
    setChanged(oldParent);
    setChanged(newParent);
    if (isFile(node)) {
      this.#keeper.noteFileRename(node, oldPath);
    } else if (isFolder(node)) {
      this.#keeper.noteFolderRename(node, oldPath);
      this.#makeOwn(node);
    }
  }

  /** The site's files keep their paths; those of a folder that gets another are written anew. */
  #readPublished(folder: FolderNode): void {
    this.#list(folder, TRUST);
    for (const node of Object.values(folder.contents)) {
      if (isFolder(node)) {
        this.#readPublished(node);
      } else if (isFile(node) && node.drive.origin === 'site') {
        this.#read(node);
      }
    }
  }

  /** A folder has a path at which the site has nothing. */
  #makeOwn(folder: FolderNode): void {
    folder.drive.isOwn = true;
    this.#keeper.noteFolder(folder);
    for (const node of Object.values(folder.contents)) {
      if (isFolder(node)) {
        this.#makeOwn(node);
      } else if (isFile(node) && node.drive.origin === 'site') {
        this.#keeper.noteWrite(node);
      }
    }
  }

  #remove(parent: FolderNode, name: string, remove: 'unlink' | 'rmdir'): void {
    const node = entryOf(parent, name);
    if (node === undefined) {
      throw this.#error('ENOENT');
    }
    if (isFolder(node)) {
      this.#list(node, TRUST);
    }
    const path = pathOf(node);
    this.#memory.node_ops[remove](parent, name);
    setChanged(parent);
    hide(parent, node, name);
    this.#keeper.noteRemoval(node, path);
    node.drive.isUnlinked = true;
  }

  #open(stream: FileSystemStream): void {
    let file = stream.node as FileNode;
    if (file.drive.streams === 0) {
      try {
        this.#list(file.parent as FolderNode, TRUST);
        if (file.drive.isUnlinked) {
          if (!isToCreate(stream)) {
            throw this.#error('ENOENT');
          }
          file = this.#create(file.parent as FolderNode, file.name, file.mode) as FileNode;
          stream.node = file;
        }
      } catch (error) {
        this.#options.fileSystem.closeStream(stream.fd);
        throw error;
      }
    }
    this.#count(stream, 1);
  }

  #count({ node, ...stream }: FileSystemStream, change: 1 | -1): void {
    const { drive } = node as FileNode;
    drive.streams += change;
    if (isForWriting({ node, ...stream })) {
      drive.writers += change;
    }
  }

  /** Have what a program is done with be stored, and tell the program if that cannot be. */
  #store(file: FileNode): void {
    const [failure] = this.#keeper.storeNow(file);
    if (failure !== undefined) {
      throw this.#error(failure.reason === 'full' ? 'ENOSPC' : 'EIO');
    }
  }

  readonly #options: DriveOptions;
  readonly #memory: MemoryFileSystem;
  readonly #keeper: Keeper;
  readonly #tools: ListingTools;
  #root: FolderNode | null = null;

  readonly #fileOperations: Partial<NodeOperations> = {
    getattr: (node) => this.#describe(node as DriveNode),
    setattr: (node, attributes) => {
      this.#change(node as DriveNode, attributes);
    },
  };
  readonly #folderOperations: Partial<NodeOperations> = {
    ...this.#fileOperations,
    lookup: (parent, name) => this.#look(parent as FolderNode, name),
    mknod: (parent, name, mode) => this.#create(parent as FolderNode, name, mode),
    rename: (node, newParent, newName) => {
      this.#rename(node as DriveNode, newParent as FolderNode, newName);
    },
    unlink: (parent, name) => {
      this.#remove(parent as FolderNode, name, 'unlink');
    },
    rmdir: (parent, name) => {
      this.#remove(parent as FolderNode, name, 'rmdir');
    },
    readdir: (node) => {
      this.#list(node as FolderNode, TRUST);
      return this.#memory.node_ops.readdir(node);
    },
    symlink: () => {
      throw this.#error('EPERM');
    },
  };
  readonly #streamOperations: Partial<StreamOperations> = {
    open: (stream) => {
      this.#open(stream);
    },
    dup: (stream) => {
      this.#count(stream, 1);
    },
    close: (stream) => {
      this.#count(stream, -1);
      if (isForWriting(stream)) {
        this.#store(stream.node as FileNode);
      }
    },
    fsync: (stream) => {
      const file = stream.node as FileNode;
      file.drive.isSynced = true;
      this.#store(file);
      return 0;
    },
    llseek: (stream, offset, whence) => {
      this.#read(stream.node as FileNode);
      return this.#memory.stream_ops.llseek(stream, offset, whence);
    },
    read: (stream, ...place) => {
      this.#read(stream.node as FileNode);
      return this.#memory.stream_ops.read(stream, ...place);
    },
    write: (stream, ...place) => {
      const file = stream.node as FileNode;
      this.#read(file);
      const written = this.#memory.stream_ops.write(stream, ...place);
      this.#keeper.noteWrite(file);
      return written;
    },
    mmap: (stream, ...place) => {
      this.#read(stream.node as FileNode);
      return this.#memory.stream_ops.mmap(stream, ...place);
    },
    msync: (stream, buffer, offset, length) => {
      this.#streamOperations.write?.(stream, buffer, 0, length, offset, false);
      return 0;
    },
  };
}

function setStale(node: DriveNode | null): void {
  if (node !== null && isFolder(node)) {
    node.drive.isStale = true;
  }
}

/** Remember that a node was removed from a folder, which others may know it in. */
function hide(parent: FolderNode, node: DriveNode, name: string): void {
  if (isFile(node) ? node.drive.origin !== 'nowhere' : isFolder(node) && !node.drive.isNew) {
    parent.drive.hidden.add(name);
  }
}

function namesIn(path: string): string[] {
  return path === '' ? [] : path.split('/');
}
