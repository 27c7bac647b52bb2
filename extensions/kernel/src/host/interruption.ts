import type { KernelOptions, PageMessage } from '@lite-build/messages';

/** How long an interruption may take to reach Python before the page speaks of it, in milliseconds. */
const PATIENCE_MILLISECONDS = 5000;
/** The same where only a cell that waits can hear of it, which it does at once. */
const SHORT_PATIENCE_MILLISECONDS = 1000;

/** A kernel's interruptions, as its page counts them; the worker compares how many it has handled. */
export class Interruption {
  /**
   * @param options
   * @param options.tell says something to the worker, if there is one.
   * @param options.unheard is called where an interruption did not reach Python for a while.
   * @param options.isReachable whether Python can ask for interruptions while it runs.
   */
  constructor(options: { tell(message: PageMessage): void; unheard(): void; isReachable: boolean }) {
    this.#options = options;
  }

  /** How many were asked for until now. */
  get count(): number {
    return this.#count;
  }

  /** Whether one has not reached Python yet. */
  get isPending(): boolean {
    return this.#timer !== undefined;
  }

  /** What the worker must know to hear of interruptions while it runs, in a page that shares memory with it. */
  get startOptions(): Pick<KernelOptions, 'interruptions'> {
    return this.#memory === null ? {} : { interruptions: this.#memory };
  }

  /** Interrupt what Python runs. */
  request(): void {
    this.#count += 1;
    if (this.#memory !== null) {
      Atomics.store(new Int32Array(this.#memory), 0, this.#count);
    }
    this.#options.tell({ type: 'interrupt', interruptions: this.#count });
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#options.unheard();
      },
      this.#options.isReachable ? PATIENCE_MILLISECONDS : SHORT_PATIENCE_MILLISECONDS,
    );
  }

  /** So many have reached Python. */
  heard(interruptions: number): void {
    if (interruptions >= this.#count) {
      this.close();
    }
  }

  /** Expect nothing more of the worker. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #options: { tell(message: PageMessage): void; unheard(): void; isReachable: boolean };
  readonly #memory = crossOriginIsolated ? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) : null;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
}
