import type { Change, Entry, Failure } from './changes.ts';

/** There is no such file, though it was listed. */
export class NoSuchFile extends Error {}

/** Where the files of a drive come from; all answers are waited for, as a program waits for its disk. */
export interface DriveSource {
  /**
   * What is in a folder.
   *
   * @returns null where there is no such folder.
   * @throws Error where it cannot be told.
   */
  list(path: string): readonly Entry[] | null;
  /**
   * A file's whole content, which is the caller's own.
   *
   * @param isPublished what the listing says of it.
   * @throws NoSuchFile where there is none.
   * @throws Error where it cannot be had.
   */
  read(path: string, isPublished: boolean): Uint8Array;
}

/** Where what a program does to a drive is kept. */
export interface DriveSink {
  /**
   * Begin to store changes, as one step, after all that was given before. `DriveFileSystem.stored` is to be called when
   * it has ended.
   *
   * @returns a number by which that call names them.
   */
  store(changes: readonly Change[]): number;
  /**
   * Wait until all that was given is stored.
   *
   * @returns of each step whose end was not told yet, what failed.
   */
  wait(): ReadonlyMap<number, readonly Failure[]>;
}
