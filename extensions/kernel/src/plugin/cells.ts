import type { KernelMessage } from '@jupyterlab/services';
import { ExecutionQueue } from '../host/execution-queue.ts';
import { aborted, type RunningCell } from './kernel-messages.ts';

/** What the cells of a kernel need of it. */
export interface CellsOptions {
  /** The cell that runs, which others see as well. */
  running: RunningCell;
  /** Resolves once Python has been started, or cannot be. */
  ready: () => Promise<void>;
  /** Execute a request, to its reply. Does not throw. */
  execute: (request: KernelMessage.IExecuteRequestMsg) => Promise<void>;
  send: (message: KernelMessage.IMessage) => void;
}

/** The cells of one kernel, executed one after the other. */
export class Cells {
  constructor(options: CellsOptions) {
    this.#options = options;
  }

  /** Execute a cell once all before it are through. */
  add(request: KernelMessage.IExecuteRequestMsg): void {
    const interruptions = this.#interruptions;
    this.#queue.add({
      run: () => this.#run(request, interruptions),
      abort: () => {
        this.#abort(request);
      },
    });
  }

  /** Hear how the cell that runs has ended. */
  noteReply(status: KernelMessage.IExecuteReplyMsg['content']['status']): void {
    this.#hasFailed = status === 'error';
  }

  /** Let go of the cells that wait for a Python which is not there yet: it would take an interruption for its first cell's. */
  interruptWaiting(): void {
    this.#interruptions += 1;
  }

  /** Forget what waits, also for Python. */
  clear(): void {
    this.#isCleared = true;
    this.#queue.clear();
  }

  /**
   * @param interruptions how many there were when the cell was added.
   * @returns whether the cells behind this one may be executed.
   */
  async #run(request: KernelMessage.IExecuteRequestMsg, interruptions: number): Promise<boolean> {
    const { execute, ready, running } = this.#options;
    await ready();
    if (this.#isCleared) {
      return true;
    }
    if (interruptions !== this.#interruptions) {
      this.#abort(request);
      return true;
    }
    running.request = request;
    await execute(request);
    running.request = null;
    const hasFailed = this.#hasFailed;
    this.#hasFailed = false;
    return !hasFailed || request.content.stop_on_error === false;
  }

  #abort(request: KernelMessage.IExecuteRequestMsg): void {
    for (const message of aborted(request)) {
      this.#options.send(message);
    }
  }

  readonly #options: CellsOptions;
  readonly #queue = new ExecutionQueue();
  #hasFailed = false;
  #interruptions = 0;
  #isCleared = false;
}
