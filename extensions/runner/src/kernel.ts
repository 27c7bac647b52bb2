import { join } from 'node:path';
import type { IPyodideWorkerKernel } from '@jupyterlite/pyodide-kernel/lib/tokens';
import { DriveFileSystem, type EmscriptenFileSystem } from '@lite-build/drive';
import { readText } from '@lite-build/boot/files/files';
import { type BootManifest, missingIn } from '@lite-build/boot/files/manifest';
import { wordsForEnd } from '@lite-build/boot/end-words';
import { importCore, listenForTheEnd, type Pyodide } from '@lite-build/boot/pyodide-internals';
import { fetchBootFiles, restore } from '@lite-build/boot/snapshot/restore';
import { type Runtime, showPackages } from '@lite-build/boot/packages/show-packages';
import { withUnsignedAddresses } from '@lite-build/boot/wasm-imports';
import { findOwnModules } from '@lite-build/kernel/own-code/own-modules';
import { PAGE_MODULES } from '@lite-build/kernel/own-code/page-code';
import { answerPip } from '@lite-build/kernel/own-code/pip';
import { IMPORTED_CODE } from '@lite-build/kernel/own-code/python-code';
import { type Failure, type Failures, ReaderKernel } from '@lite-build/kernel/worker/reader-kernel';
import { FolderSource } from './drive';
import type { Job } from './protocol';
import type { SiteOrigin } from './site-origin';

/** Where the kernel in the browser has its drive. */
const DRIVE = '/drive';

/** Upstream's kernel, with the site's files in its drive and no reader who answers. */
export class CheckedKernel extends ReaderKernel {
  /**
   * @param job says what the site's kernels start from.
   * @param origin the site, which has what that names.
   */
  constructor({ site, boot, catalogue }: Pick<Job, 'site' | 'boot' | 'catalogue'>, origin: SiteOrigin) {
    super();
    this.#files = join(site, 'files');
    this.#boot = boot;
    this.#catalogue = catalogue;
    this.#origin = origin;
  }

  /** Whether a cell has asked the kernel to end. */
  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Resolves to the reason, for people, where Python ends by an error: what it runs is never replied to then. */
  get end(): Promise<string> {
    return this.#ended.promise;
  }

  protected override async initRuntime(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    if (this.#boot === null) {
      await this.#startCold(options);
    } else {
      await this.#restore(this.#boot, options);
    }
    if (this.#catalogue !== null) {
      const runtime = this._pyodide as unknown as Runtime;
      const read = (url: string): Uint8Array => this.#origin.read(url);
      this.#installPackages = showPackages(
        runtime,
        readText(read, this.#catalogue),
        read,
        console.error,
        null,
      );
    }
  }

  protected override async initKernel(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    await super.initKernel(options);
    this.#installPackages();
  }

  protected override async initGlobals(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    await super.initGlobals(options);
    // A site with upstream's kernel has none.
    if (this.#catalogue !== null) {
      const python: unknown = this._pyodide;
      findOwnModules(python as Runtime, [...IMPORTED_CODE, ...PAGE_MODULES]);
      answerPip(python as Runtime, this._kernel);
    }
  }

  async #startCold(options: IPyodideWorkerKernel.IOptions): Promise<void> {
    const { instantiateStreaming } = WebAssembly;
    // Pyodide only logs it where the wasm cannot be used, and then waits for ever.
    const unusable = new Promise<never>((_, reject) => {
      WebAssembly.instantiateStreaming = (source, imports = {}) => {
        const instantiated = instantiateStreaming(source, withUnsignedAddresses(imports));
        instantiated.catch(reject);
        return instantiated;
      };
    });
    try {
      await Promise.race([super.initRuntime(options), unusable]);
      this.#listenForTheEnd();
    } finally {
      WebAssembly.instantiateStreaming = instantiateStreaming;
    }
  }

  protected override initFilesystem(): Promise<void> {
    const { FS: fileSystem } = this._pyodide as unknown as { FS: EmscriptenFileSystem };
    const source = new FolderSource(this.#files);
    // Nobody else changes them, and what Python writes stays in memory.
    const drive = new DriveFileSystem({
      fileSystem,
      source,
      sink: null,
      thread: { last: Infinity },
      memory: null,
    });
    fileSystem.mkdirTree(DRIVE);
    fileSystem.mount(drive, {}, DRIVE);
    fileSystem.chdir(DRIVE);
    return Promise.resolve();
  }

  /** Also the error of a script: nobody is there to see it. */
  protected override failureOf({ cell, script }: Failures): Failure | undefined {
    return cell ?? script;
  }

  protected override askExit(): void {
    this.#hasExited = true;
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
        ...fetchBootFiles(manifest, site),
        read: (url) => this.#origin.read(url),
      },
      { options: { stdout: console.log, stderr: console.error, ...options.loadPyodideOptions } },
    );
    // Upstream's field has a type of a package that comes with none here.
    Reflect.set(this, '_pyodide', pyodide);
    this.#listenForTheEnd();
    await pyodide.loadPackage(missingIn(manifest, options.loadPyodideOptions.packages));
  }

  #listenForTheEnd(): void {
    const pyodide: unknown = this._pyodide;
    listenForTheEnd(pyodide as Pyodide, (error) => {
      this.#ended.resolve(`Python has ended: ${wordsForEnd(error)}`);
    });
  }

  #installPackages: () => void = () => undefined;
  #hasExited = false;
  readonly #ended = Promise.withResolvers<string>();
  readonly #files: string;
  readonly #boot: Job['boot'];
  readonly #catalogue: Job['catalogue'];
  readonly #origin: SiteOrigin;
}
