import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of Emscripten's in-memory file system that a drive is made of. */
export interface MemoryFileSystem {
  chdir(path: string): void;
  mkdirTree(path: string): void;
  create(path: string): MemoryFile;
}

/** A file's node. Emscripten's MEMFS reads both properties anew at every access. */
export interface MemoryFile {
  contents: Uint8Array;
  usedBytes: number;
}

/**
 * Show the files of a folder in the runtime's file system. Each is read when it is first used; writes stay in
 * memory.
 *
 * @param fileSystem the runtime's.
 * @param folder of the host.
 * @param mountPoint where they are shown.
 */
export function showFiles(fileSystem: MemoryFileSystem, folder: string, mountPoint: string): void {
  fileSystem.mkdirTree(mountPoint);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const source = join(folder, entry.name);
    const target = `${mountPoint}/${entry.name}`;
    if (entry.isDirectory()) {
      showFiles(fileSystem, source, target);
    } else if (entry.isFile()) {
      showFile(fileSystem.create(target), source);
    }
  }
}

function showFile(file: MemoryFile, source: string): void {
  const keep = (value: Uint8Array): void => {
    Object.defineProperty(file, 'contents', { value, configurable: true, enumerable: true, writable: true });
  };
  file.usedBytes = statSync(source).size;
  Object.defineProperty(file, 'contents', {
    configurable: true,
    enumerable: true,
    get: () => {
      keep(new Uint8Array(readFileSync(source)));
      return file.contents;
    },
    set: keep,
  });
}
