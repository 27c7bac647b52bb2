import type { Contents } from '@jupyterlab/services';
import type { FolderEntry, KernelOptions, PageMessage } from '@lite-build/messages';

/** What a kernel's folder needs of it. */
export interface KernelFolderOptions {
  contents: Contents.IManager;
  start: Pick<KernelOptions, 'location' | 'mountDrive'>;
  /** Say something to the worker, if there is one. */
  tell: (message: PageMessage) => void;
}

/** What is in a kernel's folder, told to its worker, so that Python has not to ask, waiting, for each file in turn. */
export class KernelFolder {
  constructor(options: KernelFolderOptions) {
    this.#options = options;
    options.contents.fileChanged.connect(this.#noteChange, this);
  }

  /**
   * Begin to read the folder.
   *
   * @returns tells the worker of it, once it is read, unless something has changed meanwhile.
   */
  read(): () => Promise<void> {
    const changes = this.#changes;
    const reading = this.#entries();
    return async () => {
      const entries = await reading;
      if (entries !== null && changes === this.#changes) {
        this.#options.tell({ type: 'folder', entries });
      }
    };
  }

  /** Tell of changes no longer. */
  dispose(): void {
    this.#options.contents.fileChanged.disconnect(this.#noteChange, this);
  }

  /** What is in the folder; null where Python does not see it. */
  async #entries(): Promise<FolderEntry[] | null> {
    const { contents, start } = this.#options;
    const folder = start.mountDrive
      ? await contents.get(start.location, { content: true }).catch(() => null)
      : null;
    return folder?.type === 'directory'
      ? (folder.content as Contents.IModel[]).map(({ name, type }) => ({
          name,
          isFolder: type === 'directory',
        }))
      : null;
  }

  #noteChange(): void {
    this.#changes += 1;
    this.#options.tell({ type: 'contents-changed' });
    if (!this.#isReading) {
      void this.#readAgain();
    }
  }

  /** Read the folder until nothing has changed meanwhile; many changes may come together. */
  async #readAgain(): Promise<void> {
    this.#isReading = true;
    let changes: number;
    do {
      changes = this.#changes;
      await this.read()();
    } while (changes !== this.#changes);
    this.#isReading = false;
  }

  readonly #options: KernelFolderOptions;
  #changes = 0;
  #isReading = false;
}
