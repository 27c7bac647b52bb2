import { readOnce } from './read-once.ts';

/**
 * When every file was made, in milliseconds: 1980-01-01, as reproducible archives have it. Python keeps what it
 * knows of a folder until the folder's date changes, so it must be the same before and after a restore.
 */
const DATE = 315_532_800_000;
const A_SECOND = 1000;
const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o040777;
/** `EIO`, by the number that WASI gives it, and Emscripten with it. */
const INPUT_OUTPUT_ERROR = 29;

/** The parts of Emscripten's in-memory file system that an archive is mounted with. */
export interface MemoryFileSystem {
  /** What its operations throw, so that the program hears of it as C's `errno`. */
  readonly ErrnoError: new (code: number) => Error;
  mkdirTree(path: string): void;
  lookupPath(path: string): { node: FileNode };
}

/**
 * A file or a folder of it. The file system reads `contents` and `usedBytes` anew at every access. A folder's contents
 * are its entries by their names.
 */
export interface FileNode {
  contents: unknown;
  usedBytes: number;
  atime: number;
  mtime: number;
  ctime: number;
  node_ops: FolderOperations;
}

interface FolderOperations {
  mknod(parent: FileNode, name: string, mode: number, device: number): FileNode;
  /** Is asked for names that the file system has not seen yet. */
  lookup(parent: FileNode, name: string): FileNode;
}

/** A file that is read when the program first reads it. */
export interface ShownFile {
  /** Relative to a folder, or absolute. */
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** Gives its contents, while Python waits. Throws where they are not to be had. */
  readonly read: () => Uint8Array;
}

/** What there is in a folder. */
interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, ShownFile>;
}

/**
 * Show files in a runtime's file system, beside what it has already.
 *
 * The entries of a folder are made when the program first looks into it: of thousands of files a start asks for few.
 * What cannot be had at its first read is an error of input or output to Python.
 *
 * @param start what paths are relative to.
 * @param dates of the folders that are there already: as reproducible as those of the files, or as they were.
 */
export function showFiles(
  fileSystem: MemoryFileSystem,
  start: string,
  files: Iterable<ShownFile>,
  dates: 'fixed' | 'kept',
): void {
  const root = newFolder();
  const folderOf = folderFinder(root, start);
  for (const file of files) {
    const { folder, name } = split(file.path);
    folderOf(folder).files.set(name, file);
  }
  fileSystem.mkdirTree(start);
  addEntries(fileSystem, fileSystem.lookupPath('/').node, root, dates);
}

/** Have a file's contents be read when the program first reads them; it is there already, and may be empty. */
export function showLater(
  fileSystem: MemoryFileSystem,
  path: string,
  length: number,
  read: () => Uint8Array,
): void {
  fillAtFirstRead(fileSystem, fileSystem.lookupPath(path).node, { length, read });
}

/** A name that is shown, of which nothing else is known until it is looked at. */
export interface Placeholder {
  /** Let it be an empty file, or an empty folder. */
  release(): void;
}

/** Finds folders, and makes those that are not there; each once, since to find one takes longer than to fill it. */
export function folderKeeper(fileSystem: MemoryFileSystem): (path: string) => FileNode {
  return readOnce((path: string) => {
    fileSystem.mkdirTree(path);
    return fileSystem.lookupPath(path).node;
  });
}

/**
 * Show a name alone.
 *
 * @param folderOf from `folderKeeper`.
 * @param path absolute.
 * @param look is called where the program looks into the folder, or asks for the file's size or contents: it has to
 * release the placeholder and to show what belongs there. What it throws is an error of input or output to Python.
 * @returns null where the name is there already.
 */
export function showPlaceholder(
  fileSystem: MemoryFileSystem,
  folderOf: (path: string) => FileNode,
  path: string,
  isFolder: boolean,
  look: () => void,
): Placeholder | null {
  const { folder, name } = split(path);
  const parent = folderOf(folder);
  if (entryOf(parent.contents as Entries, name) !== undefined) {
    return null;
  }
  const node = parent.node_ops.mknod(parent, name, isFolder ? FOLDER_MODE : FILE_MODE, 0);
  setDate(node, DATE);
  // What Python knows of the folder is from before.
  setDate(parent, DATE + A_SECOND);
  const told = (): void => {
    throwAsInputOutputError(fileSystem, look);
  };
  return isFolder ? emptyFolderUntil(node, told) : emptyFileUntil(node, told);
}

function emptyFolderUntil(node: FileNode, look: () => void): Placeholder {
  const { contents, node_ops: operations } = node;
  node.node_ops = {
    ...operations,
    lookup: (parent, name) => {
      look();
      return entryOf(contents as Entries, name) ?? operations.lookup(parent, name);
    },
  };
  const looked = (): unknown => {
    look();
    return contents;
  };
  Object.defineProperty(node, 'contents', { configurable: true, enumerable: true, get: looked });
  return {
    release: () => {
      define(node, { contents, node_ops: operations });
    },
  };
}

function emptyFileUntil(node: FileNode, look: () => void): Placeholder {
  const { contents, usedBytes } = node;
  const release = (): void => {
    define(node, { contents, usedBytes });
  };
  for (const name of ['contents', 'usedBytes'] as const) {
    Object.defineProperty(node, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        look();
        return node[name];
      },
      set: (value: FileNode[typeof name]) => {
        release();
        define(node, { [name]: value });
      },
    });
  }
  return { release };
}

function newFolder(): Folder {
  return { folders: new Map(), files: new Map() };
}

function split(path: string): { folder: string; name: string } {
  const name = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, Math.max(name - 1, 0)), name: path.slice(name) };
}

/** Finds the folder of a path in `start`, or absolute, and makes those that are not there. */
function folderFinder(root: Folder, start: string): (path: string) => Folder {
  const known = new Map([['', root]]);
  const find = (path: string): Folder => {
    let folder = known.get(path);
    if (folder === undefined) {
      folder = newFolder();
      const around = split(path);
      find(around.folder).folders.set(around.name, folder);
      known.set(path, folder);
    }
    return folder;
  };
  return (path) => find(path.startsWith('/') ? path : path === '' ? start : `${start}/${path}`);
}

type Entries = Readonly<Record<string, FileNode>>;

function entryOf(entries: Entries, name: string): FileNode | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** Put a folder's entries into one of the file system's, now. */
function addEntries(
  fileSystem: MemoryFileSystem,
  node: FileNode,
  { folders, files }: Folder,
  dates: 'fixed' | 'kept',
): void {
  const { mtime } = node;
  const present = node.contents as Entries;
  for (const [name, file] of files) {
    const there = entryOf(present, name) ?? node.node_ops.mknod(node, name, FILE_MODE, 0);
    fillAtFirstRead(fileSystem, there, file);
    setDate(there, DATE);
  }
  for (const [name, folder] of folders) {
    const there = entryOf(present, name);
    if (there === undefined) {
      const made = node.node_ops.mknod(node, name, FOLDER_MODE, 0);
      setDate(made, DATE);
      addEntriesAtFirstLook(fileSystem, made, folder);
    } else {
      addEntries(fileSystem, there, folder, dates);
    }
  }
  setDate(node, dates === 'fixed' ? DATE : mtime);
}

function addEntriesAtFirstLook(fileSystem: MemoryFileSystem, node: FileNode, folder: Folder): void {
  const placeholder = emptyFolderUntil(node, () => {
    placeholder.release();
    addEntries(fileSystem, node, folder, 'kept');
  });
}

function define(node: FileNode, values: Partial<FileNode>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(node, name, { value, configurable: true, enumerable: true, writable: true });
  }
}

function setDate(node: FileNode, date: number): void {
  node.atime = node.mtime = node.ctime = date;
}

function fillAtFirstRead(
  fileSystem: MemoryFileSystem,
  node: FileNode,
  { length, read }: Pick<ShownFile, 'length' | 'read'>,
): void {
  const keep = (contents: unknown): void => {
    define(node, { contents });
  };
  node.usedBytes = length;
  Object.defineProperty(node, 'contents', {
    configurable: true,
    enumerable: true,
    get: () => {
      throwAsInputOutputError(fileSystem, () => {
        keep(read());
      });
      return node.contents;
    },
    set: keep,
  });
}

/** Anything else that is thrown while Python reads ends Python. */
function throwAsInputOutputError(fileSystem: MemoryFileSystem, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof fileSystem.ErrnoError) {
      throw error;
    }
    console.error(error);
    throw new fileSystem.ErrnoError(INPUT_OUTPUT_ERROR);
  }
}
