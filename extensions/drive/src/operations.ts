import type { Disk } from './disk.ts';
import { isForWriting, type NodeOperations, type StreamOperations } from './emscripten.ts';
import type { DriveNode, FileNode, FolderNode } from './nodes.ts';

/** What Emscripten calls of a drive's nodes, and of streams of them. */
export interface Operations {
  readonly file: Partial<NodeOperations>;
  readonly fileStream: Partial<StreamOperations>;
  readonly folder: Partial<NodeOperations>;
  readonly folderStream: Partial<StreamOperations>;
}

/** Emscripten's operations, as a disk does them. */
export function operationsOf(disk: Disk): Operations {
  const file: Operations['file'] = {
    getattr: (node) => disk.describe(node as DriveNode),
    setattr: (node, attributes) => {
      disk.change(node as DriveNode, attributes);
    },
  };
  const folder: Operations['folder'] = {
    ...file,
    lookup: (parent, name) => disk.look(parent as FolderNode, name),
    mknod: (parent, name, mode) => disk.create(parent as FolderNode, name, mode),
    rename: (node, newParent, newName) => {
      disk.rename(node as DriveNode, newParent as FolderNode, newName);
    },
    unlink: (parent, name) => {
      disk.remove(parent as FolderNode, name, 'unlink');
    },
    rmdir: (parent, name) => {
      disk.remove(parent as FolderNode, name, 'rmdir');
    },
    readdir: (node) => disk.names(node as FolderNode),
    symlink: () => {
      // The contents of a site have no links.
      throw disk.error('EPERM');
    },
  };
  const folderStream: Operations['folderStream'] = {
    llseek: (...values) => disk.memory.stream_ops.llseek(...values),
  };
  return {
    file: guarded(disk, file),
    fileStream: guarded(disk, fileStreamOf(disk)),
    folder: guarded(disk, folder),
    folderStream: guarded(disk, folderStream),
  };
}

/** Operations of which no fault of ours ends Python. */
function guarded<Those extends object>(disk: Disk, operations: Those): Those {
  const entries = Object.entries(operations as Record<string, (...values: unknown[]) => unknown>);
  return Object.fromEntries(
    entries.map(([name, operate]) => [name, (...values: unknown[]) => disk.guard(() => operate(...values))]),
  ) as Those;
}

function fileStreamOf(disk: Disk): Operations['fileStream'] {
  const write: StreamOperations['write'] = (stream, ...place) => {
    const file = stream.node as FileNode;
    disk.read(file);
    const written = disk.memory.stream_ops.write(stream, ...place);
    disk.keeper.noteWrite(file);
    return written;
  };
  return {
    open: (stream) => {
      disk.open(stream);
    },
    dup: (stream) => {
      disk.count(stream, 1);
    },
    close: (stream) => {
      disk.count(stream, -1);
      disk.logs?.noteUnmapped(stream.node as FileNode);
      if (isForWriting(stream)) {
        disk.store(stream.node as FileNode);
      }
    },
    fsync: (stream) => {
      const file = stream.node as FileNode;
      file.drive.isSynced = true;
      disk.store(file);
      return 0;
    },
    llseek: (stream, ...place) => {
      disk.read(stream.node as FileNode);
      return disk.memory.stream_ops.llseek(stream, ...place);
    },
    read: (stream, ...place) => {
      disk.read(stream.node as FileNode);
      return disk.memory.stream_ops.read(stream, ...place);
    },
    write,
    mmap: (stream, ...place) => {
      disk.read(stream.node as FileNode);
      const mapped = disk.memory.stream_ops.mmap(stream, ...place);
      disk.logs?.noteMapped(stream.node as FileNode, mapped.ptr, place[1]);
      return mapped;
    },
    msync: (stream, buffer, offset, length) => {
      disk.logs?.noteUnmapped(stream.node as FileNode);
      write(stream, buffer, 0, length, offset, false);
      return 0;
    },
  };
}
