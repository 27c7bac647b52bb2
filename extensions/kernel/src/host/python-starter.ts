import type { KernelOptions, KeptFiles, Preparation } from '@lite-build/messages';
import { type FileKeeper, KernelWorker, type StartedPython, type WorkerListener } from './kernel-worker.ts';

/** How long a restore may say nothing, in milliseconds, before Python is started without it. */
const PATIENCE_MILLISECONDS = 20_000;

/** How a Python was started. */
export interface Start {
  worker: KernelWorker;
  python: StartedPython;
  /** Whether it was restored from the site's snapshot. */
  isRestored: boolean;
}

/** What the starter is told of a site. */
export interface StarterOptions {
  startWorker: () => Worker;
  /** Why it may be that the workers' script cannot be loaded, in words. */
  unloadable?: string;
  /** What the workers need to restore Python; null where the site has no snapshot. */
  preparation: Omit<Preparation, 'kept'> | null;
}

/**
 * Starts the Pythons of one page: from the site's snapshot where it has one, and with nothing prepared wherever that
 * fails, in a new worker. Knows of Jupyter the shape of its messages.
 */
export class PythonStarter {
  constructor(options: StarterOptions) {
    this.#options = options;
  }

  /** Start a worker before the first kernel is asked for. */
  prepare(): void {
    this.#early ??= this.#prepared();
  }

  /**
   * Start Python for a kernel.
   *
   * @param listener hears the worker.
   * @param signal ends the start, and what was started.
   * @param onFallback is told why the snapshot could not be used, the first time.
   * @throws Error in words, if Python cannot be started at all.
   */
  async start(
    options: KernelOptions,
    listener: WorkerListener,
    signal: AbortSignal,
    onFallback: (reason: string) => void,
  ): Promise<Start> {
    let prepared = this.#early;
    this.#early = null;
    if (prepared === null && this.#fetching !== null) {
      await Promise.race([this.#fetching.promise, endOf(signal)]);
      signal.throwIfAborted();
    }
    prepared ??= this.#prepared();
    if (prepared !== null) {
      try {
        const python = await startIn(prepared, options, listener, signal, PATIENCE_MILLISECONDS);
        return { worker: prepared, python, isRestored: true };
      } catch (error) {
        signal.throwIfAborted();
        this.#isUsable = false;
        this.#kept = null;
        onFallback(error instanceof Error ? error.message : String(error));
      } finally {
        this.#endFetching();
      }
    }
    const worker = new KernelWorker(this.#options.startWorker(), this.#keeper, this.#options.unloadable);
    return { worker, python: await startIn(worker, options, listener, signal, null), isRestored: false };
  }

  #prepared(): KernelWorker | null {
    const { preparation, startWorker, unloadable } = this.#options;
    if (preparation === null || !this.#isUsable) {
      return null;
    }
    const worker = new KernelWorker(startWorker(), this.#keeper, unloadable);
    if (this.#kept === null) {
      this.#fetching ??= Promise.withResolvers();
    }
    worker.prepare({ ...preparation, kept: this.#kept });
    return worker;
  }

  #endFetching(): void {
    this.#fetching?.resolve();
    this.#fetching = null;
  }

  readonly #options: StarterOptions;
  readonly #keeper: FileKeeper = {
    keep: (kept) => {
      if (this.#isUsable) {
        this.#kept = { ...kept, later: new Map([...(this.#kept?.later ?? []), ...kept.later]) };
      }
      this.#endFetching();
    },
    keepLater: (url, file) => {
      if (this.#kept !== null) {
        this.#kept = { ...this.#kept, later: new Map([...this.#kept.later, [url, file]]) };
      }
    },
  };
  #early: KernelWorker | null = null;
  #kept: KeptFiles | null = null;
  #isUsable = true;
  /** While the first worker fetches and compiles what serves all others. */
  #fetching: PromiseWithResolvers<void> | null = null;
}

async function endOf(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

async function startIn(
  worker: KernelWorker,
  options: KernelOptions,
  listener: WorkerListener,
  signal: AbortSignal,
  patience: number | null,
): Promise<StartedPython> {
  const end = (): void => {
    worker.terminate();
  };
  signal.addEventListener('abort', end);
  try {
    return await worker.start(options, listener, patience);
  } catch (error) {
    signal.removeEventListener('abort', end);
    worker.terminate();
    throw error;
  }
}
