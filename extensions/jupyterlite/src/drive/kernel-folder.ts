import type { Contents } from '@jupyterlab/services';
import type { Entry } from '@lite-build/drive/changes';
import type { KernelOptions, PageMessage } from '@lite-build/messages';
import type { DriveFiles } from './drive-files.ts';

/** What a kernel's folder needs of it. */
export interface KernelFolderOptions {
  contents: Contents.IManager;
  files: DriveFiles;
  start: Pick<KernelOptions, 'location' | 'mountDrive'>;
  /** Say something to the worker, if there is one. */
  tell: (message: PageMessage) => void;
}

/** How long nothing must have changed before the folder is read once more, in milliseconds. */
const SETTLE_MILLISECONDS = 200;

/** What is in a kernel's folder, told to its worker, so that Python has not to ask, waiting, for each file in turn. */
export class KernelFolder {
  constructor(options: KernelFolderOptions) {
    this.#options = options;
    options.contents.fileChanged.connect(this.#noteChange, this);
  }

  /**
   * Begin to read the folder, while Python starts.
   *
   * @returns tells the worker of it, once there is one.
   */
  read(): () => Promise<void> {
    const changes = this.#changes;
    const reading = this.#entries();
    return async () => {
      if (changes === this.#changes) {
        await this.#tell(changes, reading);
      } else {
        // Nobody was there to be told of the changes.
        this.#readSoon();
      }
    };
  }

  /** Have JupyterLab be told of what the kernel itself has changed. */
  changing(announce: () => void): void {
    this.#isOwn = true;
    try {
      announce();
    } finally {
      this.#isOwn = false;
    }
  }

  /** Tell of changes no longer. */
  dispose(): void {
    clearTimeout(this.#settling);
    this.#options.contents.fileChanged.disconnect(this.#noteChange, this);
  }

  #noteChange(_: Contents.IManager, { oldValue, newValue }: Contents.IChangedArgs): void {
    this.#changes += 1;
    if (!this.#isOwn) {
      const changed = [oldValue?.path, newValue?.path].filter((path) => path !== undefined);
      this.#options.tell({ type: 'contents-changed', paths: changed.map(this.#pathInDrive, this) });
      this.#readSoon();
    } else if (this.#isReading) {
      this.#readSoon();
    }
  }

  #readSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      void this.#tell(this.#changes, this.#entries());
    }, SETTLE_MILLISECONDS);
  }

  /** A path without the drive's name, which is the same for all that the kernel sees. */
  #pathInDrive(path: string): string {
    return this.#options.contents.localPath(path);
  }

  /** Tell what is in the folder, unless it has changed since it began to be read. */
  async #tell(changes: number, reading: Promise<Entry[] | null>): Promise<void> {
    const entries = await reading;
    if (entries !== null && changes === this.#changes) {
      this.#options.tell({ type: 'folder', entries });
    }
  }

  /** What is in the folder; null where Python does not see it, or it cannot be read. */
  async #entries(): Promise<Entry[] | null> {
    const { contents, files, start } = this.#options;
    if (!start.mountDrive) {
      return null;
    }
    this.#isReading = true;
    try {
      return await files.list(contents.localPath(start.location));
    } catch {
      return null;
    } finally {
      this.#isReading = false;
    }
  }

  readonly #options: KernelFolderOptions;
  #changes = 0;
  #isOwn = false;
  #isReading = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
}
