import { PathExt } from '@jupyterlab/coreutils';
import type { Entry } from '@lite-build/drive/changes';

/**
 * A place with files: all that is asked of one so that it is a drive. Paths are relative to its root, which is the empty
 * path. Whatever cannot be done is thrown, in words for the reader, and leaves what was there.
 */
export interface Files {
  /** What is in a folder; null where there is no such folder. */
  list(folder: string): Promise<Entry[] | null>;
  /** A file's content; null where there is no such file. */
  read(path: string): Promise<Blob | null>;
  /** Have a file hold this, all of it or none. The folders that it needs are made. */
  write(path: string, content: Blob): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Give a file or a whole folder another path. A file that is there already is replaced. */
  move(path: string, to: string): Promise<void>;
  /** Remove a file, or a folder with all that is in it. */
  remove(path: string): Promise<void>;
  /**
   * Hear of what others change.
   *
   * @param changed is called with the paths; the empty path says that anything may have changed.
   * @returns ends it.
   */
  watch(changed: (paths: readonly string[]) => void): () => void;
}

/** What is at a path; null for nothing. */
export async function entryAt(files: Files, path: string): Promise<Entry | null> {
  const entries = await files.list(PathExt.dirname(path));
  return entries?.find(({ name }) => name === PathExt.basename(path)) ?? null;
}

/** The place of files that cannot be had now, for a reason. */
export class FilesAway implements Files {
  /** @param words which say what the reader can do. */
  constructor(words: string) {
    this.#words = words;
  }

  list(): Promise<never> {
    return this.#refuse();
  }

  read(): Promise<never> {
    return this.#refuse();
  }

  write(): Promise<never> {
    return this.#refuse();
  }

  makeFolder(): Promise<never> {
    return this.#refuse();
  }

  move(): Promise<never> {
    return this.#refuse();
  }

  remove(): Promise<never> {
    return this.#refuse();
  }

  watch(): () => void {
    return () => undefined;
  }

  #refuse(): Promise<never> {
    return Promise.reject(new Error(this.#words));
  }

  readonly #words: string;
}
