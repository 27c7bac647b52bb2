import type {
  EmscriptenFileSystem,
  FileSystemNode,
  FileSystemStream,
  MemoryFileSystem,
  NodeOperations,
  StreamOperations,
} from '../src/emscripten.ts';

const FOLDER = 0o040000;
const FILE = 0o100000;
const KIND = 0o170000;

/** What Emscripten throws for a program to see. */
export class ErrnoError extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`error ${errno}`);
    this.errno = errno;
  }
}

/** A file that a program has opened to write. As Emscripten's, it inherits the flags: a copy of its own fields has none. */
export class WritingStream implements FileSystemStream {
  readonly fd = 3;
  node: FileSystemNode;

  constructor(node: FileSystemNode) {
    this.node = node;
  }

  get flags(): number {
    return 1;
  }
}

function entriesOf(folder: FileSystemNode): Record<string, FileSystemNode> {
  return folder.contents as Record<string, FileSystemNode>;
}

function remove(parent: FileSystemNode, name: string): void {
  Reflect.deleteProperty(entriesOf(parent), name);
}

/** As much of Emscripten's file system in memory as a drive needs where no WebAssembly runs. */
export function makeFileSystem(): EmscriptenFileSystem {
  const nodeOperations: Partial<NodeOperations> = {
    getattr: ({ usedBytes, mtime }) => ({ size: usedBytes, mtime: new Date(mtime) }),
    setattr: (node, attributes) => {
      Object.assign(node, attributes);
    },
    readdir: (folder) => ['.', '..', ...Object.keys(entriesOf(folder))],
    rename: (node, newParent, newName) => {
      remove(node.parent, node.name);
      node.name = newName;
      entriesOf(newParent)[newName] = node;
    },
    unlink: remove,
    rmdir: remove,
  };
  const streamOperations: Partial<StreamOperations> = {
    write: ({ node }, buffer, offset, length) => {
      node.contents = buffer.slice(offset, offset + length);
      node.usedBytes = length;
      node.mtime = Date.now();
      return length;
    },
  };
  const memory: MemoryFileSystem = {
    createNode: (parent, name, mode) => {
      const dates = { atime: Date.now(), mtime: Date.now(), ctime: Date.now() };
      const rest = { contents: new Uint8Array(0), usedBytes: 0, node_ops: {}, stream_ops: {} };
      const node = { name, mode, ...dates, ...rest } as unknown as FileSystemNode;
      node.parent = parent ?? node;
      if (parent !== null) {
        entriesOf(parent)[name] = node;
      }
      return node;
    },
    node_ops: nodeOperations as NodeOperations,
    stream_ops: streamOperations as StreamOperations,
  };
  return {
    ErrnoError,
    filesystems: { MEMFS: memory },
    mkdirTree: () => undefined,
    mount: () => undefined,
    chdir: () => undefined,
    symlink: () => undefined,
    isDir: (mode) => (mode & KIND) === FOLDER,
    isFile: (mode) => (mode & KIND) === FILE,
    destroyNode: () => undefined,
    closeStream: () => undefined,
  };
}
