import type { Contents } from '@jupyterlab/services';
import { fromBase64 } from '@lite-build/drive/base64';
import type { Entry, Failure, SentChange, SentContent } from '@lite-build/drive/changes';
import { type DriveFiles, failureOf, type Stored } from '../drive/drive-files.ts';
import type { FilesDrive } from './files-drive.ts';

/** The files of a drive that is open beside the site's, as kernels need them: one change after the other. */
export class SteppedFiles implements DriveFiles {
  /**
   * @param tell tells the reader why something cannot be had: Python knows of errors of input and output alone.
   */
  constructor(drive: FilesDrive, tell: (error: unknown) => void) {
    this.#drive = drive;
    this.#tell = tell;
  }

  async list(path: string): Promise<Entry[] | null> {
    return await this.#told(() => this.#drive.files.list(path));
  }

  async read(path: string): Promise<Blob | null> {
    return await this.#told(() => this.#drive.files.read(path));
  }

  async store(changes: readonly SentChange[]): Promise<Stored> {
    const failures: Failure[] = [];
    const done: Contents.IChangedArgs[] = [];
    for (const [number, change] of changes.entries()) {
      try {
        done.push(await this.#apply(change));
      } catch (error) {
        // What comes behind may be right only where this was done, as a removal behind a copy.
        failures.push(...changes.slice(number).map(({ path }) => failureOf(path, error)));
        break;
      }
    }
    return {
      failures,
      overwritten: [],
      announce: () => {
        done.forEach((change) => {
          this.#drive.announce(change);
        });
      },
    };
  }

  async #told<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      this.#tell(error);
      throw error;
    }
  }

  async #apply(change: SentChange): Promise<Contents.IChangedArgs> {
    const { path } = change;
    const { files } = this.#drive;
    switch (change.type) {
      case 'write':
        await files.write(path, blobOf(change.content));
        for (const needless of change.without) {
          await files.remove(needless);
        }
        return { type: 'save', oldValue: null, newValue: { path } };
      case 'folder':
        await files.makeFolder(path);
        return { type: 'new', oldValue: null, newValue: { path } };
      case 'remove':
        await files.remove(path);
        return { type: 'delete', oldValue: { path }, newValue: null };
      case 'rename':
        await files.move(path, change.to);
        return { type: 'rename', oldValue: { path }, newValue: { path: change.to } };
    }
  }

  readonly #drive: FilesDrive;
  readonly #tell: (error: unknown) => void;
}

function blobOf(content: SentContent): Blob {
  return new Blob([typeof content === 'string' ? fromBase64(content) : content]);
}
