/** Something to execute, one after the other. Neither of its functions throws. */
export interface Execution {
  /** Execute it. Resolves to whether what waits behind it may be executed. */
  run(): Promise<boolean>;
  /** It is not executed: something before it has failed, or a reader has interrupted. */
  abort(): void;
}

/**
 * Executes one thing at a time, in order, once Python is there. What waits when one fails is aborted, as Jupyter's
 * kernels do where a request says `stop_on_error`; what comes later is executed.
 */
export class ExecutionQueue {
  /**
   * @param ready resolves once Python has been started, or cannot be.
   */
  constructor(ready: () => Promise<void>) {
    this.#ready = ready;
  }

  /** Execute something once all before it is through. */
  add(execution: Execution): void {
    if (this.#isClosed) {
      return;
    }
    this.#waiting.push(execution);
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
  }

  /** Abort all that waits, for Python or for what runs. What runs goes on, and what comes later is executed. */
  abortWaiting(): void {
    const aborted = this.#waiting;
    this.#waiting = [];
    for (const execution of aborted) {
      execution.abort();
    }
  }

  /** Execute nothing more, and say nothing of what waits. */
  close(): void {
    this.#waiting = [];
    this.#isClosed = true;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Until Python is there all of it waits.
      await this.#ready();
      const next = this.#waiting.shift();
      if (next !== undefined && !(await next.run())) {
        this.abortWaiting();
      }
    }
    this.#isRunning = false;
  }

  readonly #ready: () => Promise<void>;
  #waiting: Execution[] = [];
  #isRunning = false;
  #isClosed = false;
}
