import { packContainer, unpackContainer } from './container.ts';
import { readMember, type WheelMember } from './wheel-member.ts';

/**
 * When every file was made, in milliseconds: 1980-01-01, as reproducible archives have it. Python keeps what it
 * knows of a folder until the folder's date changes, so it must be the same before and after a restore.
 */
const DATE = 315_532_800_000;
const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o040777;
/** `EIO`, by the number that WASI gives it, and Emscripten with it. */
const INPUT_OUTPUT_ERROR = 29;

/** A file that the archive holds: its path, and its place among the contents, in bytes. */
export type StoredFile = readonly [path: string, offset: number, length: number];
/** A file that stays in its wheel until it is read. */
export type WheelFile = readonly [path: string, ...member: WheelMember];
/**
 * A file that is in a part until it is read: its path, the part's number, and its place there, in bytes. What is in a
 * wheel as well can be had there, should the part be damaged.
 */
export type PartFile = readonly [
  path: string,
  part: number,
  offset: number,
  length: number,
  inWheel: WheelMember | null,
];

/**
 * The packages of a site as the runtime would have installed them, in one file that tells of all, and parts.
 *
 * Paths are relative to site-packages, or absolute. The packages' metadata, which importlib reads of all of them at once, is in the archive.
 * What was imported before the snapshot is in Python's memory, so that bytecode and data are read seldom: they are in
 * parts, one for each package. Sources and stubs, which are read for a traceback or a completion, stay in the wheels.
 */
export interface Archive {
  readonly stored: readonly StoredFile[];
  readonly inParts: readonly PartFile[];
  readonly inWheels: readonly WheelFile[];
  readonly contents: Uint8Array;
}

/** Gives what an archive's files are read from, while Python waits. Both throw where it is not to be had. */
export interface ArchiveSources {
  /** The whole part of a number, decompressed. */
  readPart(part: number): Uint8Array;
  /** The whole wheel of a number. */
  readWheel(wheel: number): Uint8Array;
}

/** A file to be stored. */
export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Put an archive into one file. */
export function packArchive(
  stored: readonly NewFile[],
  inParts: readonly PartFile[],
  inWheels: readonly WheelFile[],
): Uint8Array<ArrayBuffer> {
  return packContainer(
    { stored: placesOf(stored), inParts, inWheels },
    stored.map(({ content }) => content),
  );
}

/** Where files are that lie one behind the other. */
export function placesOf(files: readonly NewFile[]): StoredFile[] {
  let end = 0;
  return files.map(({ path, content }) => {
    end += content.length;
    return [path, end - content.length, content.length];
  });
}

/**
 * The inverse of `packArchive`.
 *
 * @throws TypeError where the bytes are no archive.
 */
export function unpackArchive(packed: Uint8Array<ArrayBuffer>): Archive {
  const { header, payload } = unpackContainer(packed);
  const archive = { ...(header as Omit<Archive, 'contents'>), contents: payload };
  const [, offset, length] = archive.stored.at(-1) ?? ['', 0, 0];
  if (offset + length !== payload.length) {
    throw new TypeError(`the archive has ${payload.length} bytes of files and tells of ${offset + length}`);
  }
  return archive;
}

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

/** What an archive has in a folder. */
interface Folder {
  readonly folders: Map<string, Folder>;
  /** Each makes what its name is for out of a new, empty file. */
  readonly files: Map<string, (file: FileNode) => void>;
}

/**
 * Show an archive's files in a runtime's file system, without copying their contents.
 *
 * The entries of a folder are made when the program first looks into it: of thousands of files a start asks for few.
 * What cannot be had at its first read is an error of input or output to Python.
 */
export function mountArchive(
  fileSystem: MemoryFileSystem,
  archive: Archive,
  sitePackages: string,
  sources: ArchiveSources,
): void {
  const root = newFolder();
  const parts = kept((part) => sources.readPart(part));
  const wheels = kept((wheel) => sources.readWheel(wheel));
  const inSitePackages = folderFinder(root, sitePackages);
  const add = (path: string, length: number, fill: (file: FileNode) => void): void => {
    const name = path.lastIndexOf('/') + 1;
    inSitePackages(path.slice(0, Math.max(name - 1, 0))).files.set(path.slice(name), (file) => {
      file.usedBytes = length;
      fill(file);
      setDate(file);
    });
  };
  for (const [path, offset, length] of archive.stored) {
    add(path, length, (file) => {
      file.contents = archive.contents.subarray(offset, offset + length);
    });
  }
  for (const [path, ...member] of archive.inWheels) {
    add(path, member[2], (file) => {
      setContentsAtFirstRead(fileSystem, file, () => readMember(wheels(member[0]), member));
    });
  }
  for (const [path, part, offset, length, member] of archive.inParts) {
    const read = (): Uint8Array => {
      try {
        return parts(part).subarray(offset, offset + length);
      } catch (error) {
        if (member === null) {
          throw error;
        }
        return readMember(wheels(member[0]), member);
      }
    };
    add(path, length, (file) => {
      setContentsAtFirstRead(fileSystem, file, read);
    });
  }
  fileSystem.mkdirTree(sitePackages);
  addEntries(fileSystem.lookupPath('/').node, root);
}

/** Have a file's contents be read when the program first reads them; it is there already, and may be empty. */
export function showLater(
  fileSystem: MemoryFileSystem,
  path: string,
  length: number,
  read: () => Uint8Array,
): void {
  const { node } = fileSystem.lookupPath(path);
  node.usedBytes = length;
  setContentsAtFirstRead(fileSystem, node, read);
}

/** Read each once, also where it is not what it should be: every file of a part would have it fetched again. */
function kept(read: (number: number) => Uint8Array): (number: number) => Uint8Array {
  const known = new Map<number, () => Uint8Array>();
  return (number) => {
    let get = known.get(number);
    if (get === undefined) {
      get = outcomeOf(() => read(number));
      known.set(number, get);
    }
    return get();
  };
}

function outcomeOf(read: () => Uint8Array): () => Uint8Array {
  try {
    const content = read();
    return () => content;
  } catch (error) {
    if (error instanceof DOMException) {
      // The network's, not the file's: the next read may find it.
      throw error;
    }
    return () => {
      throw error;
    };
  }
}

function newFolder(): Folder {
  return { folders: new Map(), files: new Map() };
}

/** Finds the folder of a path in `start`, or absolute, and makes those that are not there. */
function folderFinder(root: Folder, start: string): (path: string) => Folder {
  const known = new Map([['', root]]);
  const find = (path: string): Folder => {
    let folder = known.get(path);
    if (folder === undefined) {
      folder = newFolder();
      const name = path.lastIndexOf('/') + 1;
      find(path.slice(0, name - 1)).folders.set(path.slice(name), folder);
      known.set(path, folder);
    }
    return folder;
  };
  return (path) => find(path.startsWith('/') ? path : path === '' ? start : `${start}/${path}`);
}

/** Put a folder's entries into one of the file system's, now. */
function addEntries(node: FileNode, { folders, files }: Folder): void {
  const present = node.contents as Readonly<Record<string, FileNode>>;
  for (const [name, fill] of files) {
    fill(node.node_ops.mknod(node, name, FILE_MODE, 0));
  }
  for (const [name, folder] of folders) {
    const there = Object.hasOwn(present, name) ? present[name] : undefined;
    if (there === undefined) {
      const made = node.node_ops.mknod(node, name, FOLDER_MODE, 0);
      setDate(made);
      addEntriesAtFirstLook(made, folder);
    } else {
      addEntries(there, folder);
    }
  }
  setDate(node);
}

function addEntriesAtFirstLook(node: FileNode, folder: Folder): void {
  const { contents, node_ops: operations } = node;
  const look = (): unknown => {
    const { atime, mtime, ctime } = node;
    define(node, { contents, node_ops: operations });
    addEntries(node, folder);
    Object.assign(node, { atime, mtime, ctime });
    return contents;
  };
  node.node_ops = {
    ...operations,
    lookup: (parent, name) => {
      const entries = look() as Readonly<Record<string, FileNode>>;
      return (Object.hasOwn(entries, name) ? entries[name] : undefined) ?? operations.lookup(parent, name);
    },
  };
  Object.defineProperty(node, 'contents', { configurable: true, enumerable: true, get: look });
}

function define(node: FileNode, values: Partial<FileNode>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(node, name, { value, configurable: true, enumerable: true, writable: true });
  }
}

function setDate(node: FileNode): void {
  node.atime = node.mtime = node.ctime = DATE;
}

function setContentsAtFirstRead(fileSystem: MemoryFileSystem, node: FileNode, read: () => Uint8Array): void {
  const keep = (contents: unknown): void => {
    define(node, { contents });
  };
  Object.defineProperty(node, 'contents', {
    configurable: true,
    enumerable: true,
    get: () => {
      try {
        keep(read());
      } catch (error) {
        // Anything else that is thrown here ends Python.
        console.error(error);
        throw new fileSystem.ErrnoError(INPUT_OUTPUT_ERROR);
      }
      return node.contents;
    },
    set: keep,
  });
}
