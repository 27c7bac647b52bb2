/** Something to execute, one after the other. Neither of its functions throws. */
export interface Execution {
  /** Execute it. Resolves to whether what waits behind it may be executed. */
  run(): Promise<boolean>;
  /** Something before it has failed: say that this is not executed. */
  abort(): void;
}

/**
 * Executes one thing at a time, in order. What waits when one fails is aborted, as Jupyter's kernels do where a request
 * says `stop_on_error`; what comes later is executed.
 */
export class ExecutionQueue {
  /** Execute something once all before it is through. */
  add(execution: Execution): void {
    this.#waiting.push(execution);
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
  }

  /** Forget what waits. */
  clear(): void {
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (!(await next.run())) {
        const aborted = this.#waiting;
        this.#waiting = [];
        for (const each of aborted) {
          each.abort();
        }
      }
    }
    this.#isRunning = false;
  }

  #waiting: Execution[] = [];
  #isRunning = false;
}
