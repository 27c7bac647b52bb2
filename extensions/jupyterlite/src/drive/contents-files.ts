import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { toBase64 } from '@lite-build/drive/base64';
import type { Entry, Failure, SentChange, SentContent } from '@lite-build/drive/changes';
import type { FileContent } from '@lite-build/messages';
import { contentOf, type DriveFiles, entryOf, failureOf, type Stored } from './drive-files.ts';

function asBase64(content: SentContent): string {
  return typeof content === 'string' ? content : toBase64(new Uint8Array(content));
}

/** The files of whichever drive, by what every drive of JupyterLab's can do: one file after the other. */
export class ContentsFiles implements DriveFiles {
  /**
   * @param driveName by which the contents know the drive.
   */
  constructor(contents: Contents.IManager, driveName: string) {
    this.#contents = contents;
    this.#prefix = driveName === '' ? '' : `${driveName}:`;
  }

  async list(path: string): Promise<Entry[] | null> {
    const model = await this.#get(path);
    return model?.type === 'directory'
      ? (model.content as Contents.IModel[]).map((entry) => entryOf(entry, false))
      : null;
  }

  async read(path: string): Promise<FileContent | null> {
    const model = await this.#get(path);
    return model === null || model.type === 'directory' ? null : contentOf(model);
  }

  async store(changes: readonly SentChange[]): Promise<Stored> {
    const failures: Failure[] = [];
    for (const change of changes) {
      await this.#apply(change).catch((error: unknown) => {
        failures.push(failureOf(change.path, error));
      });
    }
    // The drive has told of each.
    return { failures, overwritten: [], announce: () => undefined };
  }

  async #apply(change: SentChange): Promise<void> {
    const path = this.#prefix + change.path;
    switch (change.type) {
      case 'write':
        await this.#contents.save(path, {
          type: 'file',
          format: 'base64',
          content: asBase64(change.content),
        });
        break;
      case 'remove':
        await this.#contents.delete(path);
        break;
      case 'rename':
        await this.#contents.rename(path, this.#prefix + change.to);
        break;
      case 'folder': {
        // The contents make folders of their own names only.
        const made = await this.#contents.newUntitled({
          path: this.#prefix + PathExt.dirname(change.path),
          type: 'directory',
        });
        await this.#contents.rename(made.path, path);
      }
    }
  }

  async #get(path: string): Promise<Contents.IModel | null> {
    return await this.#contents.get(this.#prefix + path, { content: true }).catch(() => null);
  }

  readonly #contents: Contents.IManager;
  readonly #prefix: string;
}
