import { setStored } from './listing.ts';
import type { Keeper } from './keeper.ts';
import type { DriveNode, FileNode, FolderNode } from './nodes.ts';
import { databaseOf, isOfThisProcess, sharedMemoryOf, writeAheadLogOf } from './sqlite.ts';

/** Where one of the bytes that count changes is in SQLite's index of a log, which begins with a header twice. */
const COUNT = 8;
const SECOND_COUNT = COUNT + 48;
/** How often both files are read anew where others write them meanwhile. */
const MOST_TRIES = 3;

/** What is needed to take the version of others. */
export interface LogTools {
  readonly keeper: Keeper;
  /** Python's memory, which is another object whenever it has grown. */
  readonly memory: () => Uint8Array;
  /** Ask what is in a folder, if something in it has changed. */
  readonly list: (folder: FolderNode) => void;
  readonly read: (file: FileNode) => void;
}

/**
 * SQLite's databases with a write-ahead log that a program has open while others write them.
 *
 * SQLite has an index of the log in memory (`-shm`), and believes that. When others have written, its two headers are
 * made to differ, as a crash in the middle of a write leaves them. Then SQLite reads the log anew as the next
 * transaction begins, and first asks its size: at that moment the file system takes the version of the others. A
 * transaction that has read before is refused to write (`database is locked`).
 *
 * Source: <https://www.sqlite.org/walformat.html>.
 */
export class WriteAheadLogs {
  constructor(tools: LogTools) {
    this.#tools = tools;
  }

  /** A program has mapped a file into its memory. */
  noteMapped(file: FileNode, address: number, position: number): void {
    if (position === 0 && isOfThisProcess(file)) {
      this.#indexes.set(file, address >>> 0);
    }
  }

  /** A program has closed a file, or is about to give up the memory that it is mapped into. */
  noteUnmapped(file: FileNode): void {
    this.#indexes.delete(file);
  }

  /** Others have written a file. */
  noteChange(file: FileNode): void {
    const index = sharedMemoryOf(databaseOf(file) ?? file);
    const address = index === null ? undefined : this.#indexes.get(index);
    if (address !== undefined) {
      const memory = this.#tools.memory();
      memory[address + COUNT] = ~(memory[address + SECOND_COUNT] ?? 0);
    }
  }

  /** The size of an open file is asked. If it is a log that others have written, their version is taken. */
  takeWritten(log: FileNode): void {
    const database = databaseOf(log);
    if (database === null || writeAheadLogOf(database) !== log) {
      return;
    }
    const files = [database, log];
    const folder = log.parent as FolderNode;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      this.#tools.list(folder);
      if (
        files.every(({ drive }) => drive.elsewhere === null) ||
        files.some((file) => this.#tools.keeper.isAhead(file))
      ) {
        return;
      }
      files.forEach(this.#take, this);
      // Both have to be of one moment, and others may have written in between.
      folder.drive.isStale = true;
    }
  }

  #take(file: FileNode): void {
    const { elsewhere } = file.drive;
    if (elsewhere === 'gone') {
      file.contents = new Uint8Array(0);
      file.usedBytes = 0;
      Object.assign(file.drive, { isLoaded: true, known: null, elsewhere: null });
    } else if (elsewhere !== null) {
      setStored(file, elsewhere);
      this.#tools.read(file);
    }
  }

  readonly #tools: LogTools;
  readonly #indexes = new Map<DriveNode, number>();
}
