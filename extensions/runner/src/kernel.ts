import type { IPyodideWorkerKernel } from '@jupyterlite/pyodide-kernel/lib/tokens';
import { PyodideRemoteKernel } from '@jupyterlite/pyodide-kernel/lib/worker';
import { type MemoryFileSystem, showFiles } from './drive';

/** Where the kernel in the browser has its drive. */
const DRIVE = '/drive';

/** Upstream's kernel, with the site's files in its drive and no reader who answers. */
export class CheckedKernel extends PyodideRemoteKernel {
  /**
   * @param files the folder whose files the drive shows.
   */
  constructor(files: string) {
    super();
    this.#files = files;
  }

  protected override async initRuntime(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    const { instantiateStreaming } = WebAssembly;
    // Pyodide only logs it where the wasm cannot be used, and then waits for ever.
    const unusable = new Promise<never>((_, reject) => {
      WebAssembly.instantiateStreaming = (...source) => {
        const instantiated = instantiateStreaming(...source);
        instantiated.catch(reject);
        return instantiated;
      };
    });
    try {
      await Promise.race([super.initRuntime(options), unusable]);
    } finally {
      WebAssembly.instantiateStreaming = instantiateStreaming;
    }
  }

  protected override initFilesystem(): Promise<void> {
    const { FS: fileSystem } = this._pyodide as unknown as { FS: MemoryFileSystem };
    showFiles(fileSystem, this.#files, DRIVE);
    fileSystem.chdir(DRIVE);
    return Promise.resolve();
  }

  protected override sendInputRequest(): string | undefined {
    throw new Error('input() asks the reader, and the check has none');
  }

  readonly #files: string;
}
