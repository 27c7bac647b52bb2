import type { Contents } from '@jupyterlab/services';
import type { Entry, Failure, SentChange } from '@lite-build/drive/changes';
import type { FileContent } from '@lite-build/messages';

/** The files of a drive of JupyterLab's, as a kernel needs them. */
export interface DriveFiles {
  /** What is in a folder; null where there is none. */
  list(path: string): Promise<Entry[] | null>;
  /** A file's content; null where there is none. */
  read(path: string): Promise<FileContent | Blob | null>;
  /** Store what a program has done, as one step. */
  store(changes: readonly SentChange[]): Promise<Stored>;
}

/** What became of a step. */
export interface Stored {
  readonly failures: readonly Failure[];
  /** Paths where another version was than the program knew, and that have the program's now. */
  readonly overwritten: readonly string[];
  /** Tell JupyterLab of it. */
  readonly announce: () => void;
}

/** An entry as JupyterLab's models have it. */
export function entryOf(model: Contents.IModel, isPublished: boolean): Entry {
  const isFolder = model.type === 'directory';
  return {
    name: model.name,
    isFolder,
    size: isFolder ? 0 : (model.size ?? 0),
    modified: Date.parse(model.last_modified) || 0,
    isPublished,
  };
}

/** A model's content. */
export function contentOf(model: Contents.IModel): FileContent {
  const content: unknown = model.content ?? '';
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { isBase64: model.format === 'base64', text };
}

/** Why something could not be stored. */
export function failureOf(path: string, error: unknown): Failure {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  const message = error instanceof Error ? error.message : String(error);
  return { path, reason: isFull ? 'full' : 'failed', message };
}
