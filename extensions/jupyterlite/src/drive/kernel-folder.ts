import type { Contents } from '@jupyterlab/services';
import type { Entry } from '@lite-build/drive/changes';
import type { KernelOptions, PageMessage } from '@lite-build/messages';
import type { DriveFiles } from './drive-files.ts';

/** What a kernel's folder needs of it. */
export interface KernelFolderOptions {
  contents: Contents.IManager;
  files: DriveFiles;
  start: Pick<KernelOptions, 'location' | 'mountDrive'>;
  /** By which name the kernel knows the drive of a path of JupyterLab's. */
  nameOfDrive: (path: string) => string;
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
      for (const path of new Set([oldValue?.path, newValue?.path])) {
        this.#tellOfChange(path);
      }
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

  #tellOfChange(path: string | undefined): void {
    const { contents, nameOfDrive, tell } = this.#options;
    if (path !== undefined) {
      tell({ type: 'contents-changed', drive: nameOfDrive(path), paths: [contents.localPath(path)] });
    }
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
