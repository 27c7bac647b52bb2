/**
 * The parts of Emscripten's file system that a drive is made of. Nodes, streams and their operations are those of
 * Emscripten's file system in memory (`MEMFS`), whose behaviour a drive has.
 *
 * Source: <https://github.com/emscripten-core/emscripten/blob/main/src/lib/libmemfs.js>.
 */
export interface EmscriptenFileSystem {
  readonly ErrnoError: new (code: number) => Error;
  readonly filesystems: { readonly MEMFS: MemoryFileSystem };
  mkdirTree(path: string): void;
  mount(type: unknown, options: object, path: string): unknown;
  chdir(path: string): void;
  symlink(target: string, path: string): unknown;
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  destroyNode(node: FileSystemNode): void;
  closeStream(descriptor: number): void;
}

/** Emscripten's file system in memory. */
export interface MemoryFileSystem {
  createNode(parent: FileSystemNode | null, name: string, mode: number, device: number): FileSystemNode;
  readonly node_ops: NodeOperations;
  readonly stream_ops: StreamOperations;
}

/** A file or a folder. */
export interface FileSystemNode {
  name: string;
  mode: number;
  /** A root is its own. */
  parent: FileSystemNode;
  /** A folder's are its entries by their names, a file's its bytes and what is reserved for more. */
  contents: unknown;
  /** Of a file. */
  usedBytes: number;
  atime: number;
  mtime: number;
  ctime: number;
  node_ops: Partial<NodeOperations>;
  stream_ops: Partial<StreamOperations>;
}

export interface FileSystemStream {
  readonly fd: number;
  node: FileSystemNode;
  readonly flags: number;
}

export interface Attributes {
  readonly size?: number;
  atime?: number | null;
  mtime?: number | null;
  ctime?: number | null;
}

export interface NodeOperations {
  getattr(node: FileSystemNode): object;
  setattr(node: FileSystemNode, attributes: Attributes): void;
  lookup(parent: FileSystemNode, name: string): FileSystemNode;
  mknod(parent: FileSystemNode, name: string, mode: number, device: number): FileSystemNode;
  rename(node: FileSystemNode, newParent: FileSystemNode, newName: string): void;
  unlink(parent: FileSystemNode, name: string): void;
  rmdir(parent: FileSystemNode, name: string): void;
  readdir(node: FileSystemNode): string[];
  symlink(parent: FileSystemNode, name: string, target: string): FileSystemNode;
}

export interface StreamOperations {
  open(stream: FileSystemStream): void;
  close(stream: FileSystemStream): void;
  dup(stream: FileSystemStream): void;
  fsync(stream: FileSystemStream): number;
  llseek(stream: FileSystemStream, offset: number, whence: number): number;
  read(
    stream: FileSystemStream,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): number;
  write(
    stream: FileSystemStream,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
    canOwn?: boolean,
  ): number;
  /** Gives the address that the file is mapped to. */
  mmap(
    stream: FileSystemStream,
    length: number,
    position: number,
    protection: number,
    flags: number,
  ): { readonly ptr: number };
  msync(stream: FileSystemStream, buffer: Uint8Array, offset: number, length: number, flags: number): number;
}

export const FOLDER_MODE = 0o040777;
export const FILE_MODE = 0o100666;
const ACCESS_MODE = 0o3;
const CREATE = 0o100;

/** The numbers of errors, as WASI has them and Emscripten with it. */
export const ERROR = { EIO: 29, EFBIG: 22, ENOENT: 44, ENOSPC: 51, EPERM: 63 } as const;

/** Whether a stream was opened to write. */
export function isForWriting({ flags }: FileSystemStream): boolean {
  return (flags & ACCESS_MODE) !== 0;
}

/** Whether opening it was to make the file where there is none. */
export function isToCreate({ flags }: FileSystemStream): boolean {
  return (flags & CREATE) !== 0;
}
