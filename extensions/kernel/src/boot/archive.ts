import { packContainer, unpackContainer } from './container.ts';
import { readMember, type WheelMember } from './wheel-member.ts';

/**
 * When every file was made, in milliseconds: 1980-01-01, as reproducible archives have it. Python keeps what it
 * knows of a folder until the folder's date changes, so it must be the same before and after a restore.
 */
const DATE = 315_532_800_000;
const FILE_MODE = 0o100644;
/** `EIO`, by the number that WASI gives it, and Emscripten with it. */
const INPUT_OUTPUT_ERROR = 29;

/** A file that the archive holds: its path, and its place among the contents, in bytes. */
type StoredFile = readonly [path: string, offset: number, length: number];
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
 * Paths are relative to site-packages, or absolute. Every start reads the packages' metadata, which is in the archive.
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

/** A file or a folder of it. The file system reads `contents` and `usedBytes` anew at every access. */
interface FileNode {
  contents: unknown;
  usedBytes: number;
  atime: number;
  mtime: number;
  ctime: number;
  readonly parent: FileNode;
  readonly node_ops: { mknod(parent: FileNode, name: string, mode: number, device: number): FileNode };
}

/**
 * Show an archive's files in a runtime's file system, without copying their contents.
 *
 * What cannot be had at its first read is an error of input or output to Python.
 */
export function mountArchive(
  fileSystem: MemoryFileSystem,
  archive: Archive,
  sitePackages: string,
  sources: ArchiveSources,
): void {
  const folders = new Map<string, FileNode>();
  const parts = kept((part) => sources.readPart(part));
  const wheels = kept((wheel) => sources.readWheel(wheel));
  const create = (relative: string, length: number): FileNode => {
    const path = relative.startsWith('/') ? relative : `${sitePackages}/${relative}`;
    const name = path.lastIndexOf('/');
    const folder = folderOf(fileSystem, folders, path.slice(0, name));
    const node = folder.node_ops.mknod(folder, path.slice(name + 1), FILE_MODE, 0);
    node.usedBytes = length;
    setDate(node);
    return node;
  };
  for (const [path, offset, length] of archive.stored) {
    create(path, length).contents = archive.contents.subarray(offset, offset + length);
  }
  for (const [path, ...member] of archive.inWheels) {
    const read = (): Uint8Array => readMember(wheels(member[0]), member);
    setContentsAtFirstRead(fileSystem, create(path, member[2]), read);
  }
  for (const [path, part, offset, length, member] of archive.inParts) {
    setContentsAtFirstRead(fileSystem, create(path, length), () => {
      try {
        return parts(part).subarray(offset, offset + length);
      } catch (error) {
        if (member === null) {
          throw error;
        }
        return readMember(wheels(member[0]), member);
      }
    });
  }
  for (const folder of folders.values()) {
    for (let node = folder; node.parent !== node; node = node.parent) {
      setDate(node);
    }
  }
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

function folderOf(fileSystem: MemoryFileSystem, known: Map<string, FileNode>, path: string): FileNode {
  let folder = known.get(path);
  if (folder === undefined) {
    fileSystem.mkdirTree(path);
    folder = fileSystem.lookupPath(path).node;
    known.set(path, folder);
  }
  return folder;
}

function setDate(node: FileNode): void {
  node.atime = node.mtime = node.ctime = DATE;
}

function setContentsAtFirstRead(fileSystem: MemoryFileSystem, node: FileNode, read: () => Uint8Array): void {
  const keep = (value: unknown): void => {
    Object.defineProperty(node, 'contents', { value, configurable: true, enumerable: true, writable: true });
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
