/**
 * What the two ends of a drive say to each other. Paths are relative to the drive's root, which is the empty path, and
 * dates are in milliseconds since 1970.
 */

/** A file or a folder, by its name in the folder that it is in. */
export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** In bytes; 0 for a folder. Null where it is known once the file was read. */
  readonly size: number | null;
  readonly modified: number;
  /** Whether it is as the site publishes it, and was never written by the reader. */
  readonly isPublished: boolean;
}

/** What a program did to the drive. A list of changes is one step: after it, all of it has happened or nothing. */
export type Change =
  | Write
  | { readonly type: 'folder'; readonly path: string; readonly modified: number }
  /** A file, or a folder with nothing in it. */
  | { readonly type: 'remove'; readonly path: string }
  /** A file or a whole folder gets another path; what was at that path is gone. */
  | { readonly type: 'rename'; readonly path: string; readonly to: string };

/** A file's content on its way: short ones are base64, as they are stored. */
export type SentContent = string | ArrayBuffer;

/** A change on its way to where it is stored. */
export type SentChange = Exclude<Change, Write> | Write<SentContent>;

/** A file has this whole content from now on. */
export interface Write<Content = Uint8Array> {
  readonly type: 'write';
  readonly path: string;
  readonly content: Content;
  readonly size: number;
  readonly modified: number;
  /** The date of the version that the program had read or written before; null where it made the file. */
  readonly base: number | null;
  /** Files that belong to it and that the program does not have: they must not stay. */
  readonly without: readonly string[];
}

/** A change that could not be stored. What was there before still is. */
export interface Failure {
  readonly path: string;
  readonly reason: 'full' | 'failed';
  /** In words. */
  readonly message: string;
}
