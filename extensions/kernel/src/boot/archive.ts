import { packContainer, unpackContainer } from './container.ts';
import { readMember, type WheelMember } from './wheel-member.ts';

/**
 * When every file was made, in milliseconds: 1980-01-01, as reproducible archives have it. Python keeps what it
 * knows of a folder until the folder's date changes, so it must be the same before and after a restore.
 */
const DATE = 315_532_800_000;
const FILE_MODE = 0o100644;

/** A file that the archive holds: its path, and its place among the contents, in bytes. */
type StoredFile = readonly [path: string, offset: number, length: number];
/** A file that stays in its wheel until it is read. */
type WheelFile = readonly [path: string, ...member: WheelMember];

/**
 * The packages of a site as the runtime would have installed them, in one file.
 *
 * Paths are relative to site-packages, or absolute. Bytecode and data are in the archive; sources and stubs, which
 * are read for a traceback or a completion and seldom for anything else, stay in the wheels.
 */
export interface Archive {
  readonly stored: readonly StoredFile[];
  readonly inWheels: readonly WheelFile[];
  readonly contents: Uint8Array;
}

/** A file to be stored. */
export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Put an archive into one file. */
export function packArchive(
  stored: readonly NewFile[],
  inWheels: readonly WheelFile[],
): Uint8Array<ArrayBuffer> {
  let offset = 0;
  const places = stored.map(({ path, content }): StoredFile => {
    offset += content.length;
    return [path, offset - content.length, content.length];
  });
  return packContainer(
    { stored: places, inWheels },
    stored.map(({ content }) => content),
  );
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
 * @param readWheel gives a whole wheel, by its number; it is asked at a file's first read, while Python waits.
 */
export function mountArchive(
  fileSystem: MemoryFileSystem,
  archive: Archive,
  sitePackages: string,
  readWheel: (wheel: number) => Uint8Array,
): void {
  const folders = new Map<string, FileNode>();
  const wheels = new Map<number, Uint8Array>();
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
    const [wheel, , length] = member;
    setContentsAtFirstRead(create(path, length), () => {
      const content = wheels.get(wheel) ?? readWheel(wheel);
      wheels.set(wheel, content);
      return readMember(content, member);
    });
  }
  for (const folder of folders.values()) {
    for (let node = folder; node.parent !== node; node = node.parent) {
      setDate(node);
    }
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

function setContentsAtFirstRead(node: FileNode, read: () => Uint8Array): void {
  const keep = (value: unknown): void => {
    Object.defineProperty(node, 'contents', { value, configurable: true, enumerable: true, writable: true });
  };
  Object.defineProperty(node, 'contents', {
    configurable: true,
    enumerable: true,
    get: () => {
      keep(read());
      return node.contents;
    },
    set: keep,
  });
}
