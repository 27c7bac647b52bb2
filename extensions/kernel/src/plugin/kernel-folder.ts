import type { Contents } from '@jupyterlab/services';
import type { FolderEntry, KernelOptions, PageMessage } from '@lite-build/messages';

/** What a kernel's folder needs of it. */
export interface KernelFolderOptions {
  contents: Contents.IManager;
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
        this.#noteChange();
      }
    };
  }

  /** Tell of changes no longer. */
  dispose(): void {
    clearTimeout(this.#settling);
    this.#options.contents.fileChanged.disconnect(this.#noteChange, this);
  }

  #noteChange(): void {
    this.#changes += 1;
    this.#options.tell({ type: 'contents-changed' });
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      void this.#tell(this.#changes, this.#entries());
    }, SETTLE_MILLISECONDS);
  }

  /** Tell what is in the folder, unless it has changed since it began to be read. */
  async #tell(changes: number, reading: Promise<FolderEntry[] | null>): Promise<void> {
    const entries = await reading;
    if (entries !== null && changes === this.#changes) {
      this.#options.tell({ type: 'folder', entries });
    }
  }

  /** What is in the folder; null where Python does not see it, or it cannot be read. */
  async #entries(): Promise<FolderEntry[] | null> {
    const { contents, start } = this.#options;
    if (!start.mountDrive) {
      return null;
    }
    try {
      const folder = await contents.get(start.location, { content: true });
      return folder.type === 'directory'
        ? (folder.content as Contents.IModel[]).map(({ name, type }) => ({
            name,
            isFolder: type === 'directory',
          }))
        : null;
    } catch {
      return null;
    }
  }

  readonly #options: KernelFolderOptions;
  #changes = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;
}
