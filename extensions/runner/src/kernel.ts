import type { IPyodideWorkerKernel } from '@jupyterlite/pyodide-kernel/lib/tokens';
import { PyodideRemoteKernel } from '@jupyterlite/pyodide-kernel/lib/worker';
import { DriveFileSystem, type EmscriptenFileSystem } from '@lite-build/drive';
import { fetchBootFile } from '../../kernel/src/boot/files.ts';
import { type BootManifest, missingIn } from '../../kernel/src/boot/manifest.ts';
import { importCore } from '../../kernel/src/boot/pyodide-internals.ts';
import { restore } from '../../kernel/src/boot/restore.ts';
import { FolderSource } from './drive';
import type { SiteOrigin } from './site-origin';

/** Where the kernel in the browser has its drive. */
const DRIVE = '/drive';

/** Upstream's kernel, with the site's files in its drive and no reader who answers. */
export class CheckedKernel extends PyodideRemoteKernel {
  /**
   * @param files the folder whose files the drive shows.
   * @param boot what the site's kernels start from; null for nothing.
   * @param origin the site, which has what that names.
   */
  constructor(files: string, boot: BootManifest | null, origin: SiteOrigin) {
    super();
    this.#files = files;
    this.#boot = boot;
    this.#origin = origin;
  }

  protected override async initRuntime(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    if (this.#boot !== null) {
      await this.#restore(this.#boot, options);
      return;
    }
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
    const { FS: fileSystem } = this._pyodide as unknown as { FS: EmscriptenFileSystem };
    const source = new FolderSource(this.#files);
    // Nobody else changes them, and what Python writes stays in memory.
    const drive = new DriveFileSystem({ fileSystem, source, sink: null, thread: { last: Infinity } });
    fileSystem.mkdirTree(DRIVE);
    fileSystem.mount(drive, {}, DRIVE);
    fileSystem.chdir(DRIVE);
    return Promise.resolve();
  }

  protected override sendInputRequest(): string | undefined {
    throw new Error('input() asks the reader, and the check has none');
  }

  async #restore(manifest: BootManifest, options: IPyodideWorkerKernel.IOptions): Promise<void> {
    const site = this.#origin.url('');
    const pyodide = await restore(
      await importCore(options.pyodideUrl),
      {
        manifest,
        archive: fetchBootFile(manifest.archive, site),
        snapshot: fetchBootFile(manifest.snapshot, site),
        read: (url) => this.#origin.read(url),
      },
      { options: { stdout: console.log, stderr: console.error, ...options.loadPyodideOptions } },
    );
    // Upstream's field has a type of a package that comes with none here.
    Reflect.set(this, '_pyodide', pyodide);
    await pyodide.loadPackage(missingIn(manifest, options.loadPyodideOptions.packages));
  }

  readonly #files: string;
  readonly #boot: BootManifest | null;
  readonly #origin: SiteOrigin;
}
