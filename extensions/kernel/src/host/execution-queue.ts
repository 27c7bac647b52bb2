/** Something to execute, one after the other. Neither of its functions throws. */
export interface Execution {
  /** Execute it. Resolves to whether what waits behind it may be executed. */
  run(): Promise<boolean>;
  /** It is not executed: something before it has failed, or a reader has interrupted before Python was there. */
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
    this.#waiting.push({ execution, interruptions: this.#interruptions });
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
  }

  /** Let go of what waits for a Python which is not there yet: it would take an interruption for its first cell's. */
  interruptWaiting(): void {
    this.#interruptions += 1;
  }

  /** Abort all that waits. What runs goes on, and what comes later is executed. */
  abortWaiting(): void {
    const aborted = this.#waiting;
    this.#waiting = [];
    for (const { execution } of aborted) {
      execution.abort();
    }
  }

  /** Execute nothing more, and say nothing of what waits. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#ready();
      if (this.#isClosed) {
        break;
      }
      if (next.interruptions !== this.#interruptions) {
        next.execution.abort();
      } else if (!(await next.execution.run())) {
        this.abortWaiting();
      }
    }
    this.#isRunning = false;
  }

  readonly #ready: () => Promise<void>;
  #waiting: Waiting[] = [];
  #interruptions = 0;
  #isRunning = false;
  #isClosed = false;
}

/** What waits, and how many interruptions there were when it was added. */
interface Waiting {
  readonly execution: Execution;
  readonly interruptions: number;
}
