import type { KernelMessage } from '@jupyterlab/services';
import type { Execution } from '@lite-build/kernel/host/execution-queue';
import { aborted, type RunningCell } from './kernel-messages.ts';

/** What the cells of a kernel need of it. */
export interface CellsOptions {
  /** The cell that runs, which others see as well. */
  running: RunningCell;
  /** Have something executed in its turn. */
  add: (execution: Execution) => void;
  /** Execute a request, to its reply. Does not throw. */
  execute: (request: KernelMessage.IExecuteRequestMsg) => Promise<void>;
  send: (message: KernelMessage.IMessage) => void;
}

/** The cells of one kernel, as Jupyter's messages ask for them. */
export class Cells {
  constructor(options: CellsOptions) {
    this.#options = options;
  }

  /** Execute a cell once all before it are through. */
  add(request: KernelMessage.IExecuteRequestMsg): void {
    this.#options.add({
      run: () => this.#run(request),
      abort: () => {
        for (const message of aborted(request)) {
          this.#options.send(message);
        }
      },
    });
  }

  /** Hear how the cell that runs has ended. */
  noteReply(status: KernelMessage.IExecuteReplyMsg['content']['status']): void {
    this.#hasFailed = status === 'error';
  }

  /** @returns whether the cells behind this one may be executed. */
  async #run(request: KernelMessage.IExecuteRequestMsg): Promise<boolean> {
    const { execute, running } = this.#options;
    running.request = request;
    await execute(request);
    running.request = null;
    const hasFailed = this.#hasFailed;
    this.#hasFailed = false;
    return !hasFailed || request.content.stop_on_error === false;
  }

  readonly #options: CellsOptions;
  #hasFailed = false;
}
