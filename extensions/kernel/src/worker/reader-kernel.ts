import type { KernelMessage } from '@jupyterlab/services';
import { PyodideRemoteKernel } from '@jupyterlite/pyodide-kernel/lib/worker';
import { type CodeRunner, runOwnCode } from '../boot/own-code.ts';
import { ERRORS } from './python-code.ts';

type Options = Parameters<PyodideRemoteKernel['initialize']>[0];
type Reply = KernelMessage.IExecuteReplyMsg['content'];
/** What upstream's kernel replies, and the error that has ended the cell, which `python/errors.py` puts beside it. */
type Told = Reply & { failure?: { ename: string; evalue: string; traceback: string[] } };

/** Upstream's kernel with what a reader's cells need of Python besides: the same in a page's worker and in the check. */
export abstract class ReaderKernel extends PyodideRemoteKernel {
  override async execute(
    content: KernelMessage.IExecuteRequestMsg['content'],
    parent: unknown,
  ): Promise<Reply> {
    const { failure, ...reply } = (await super.execute(content, parent)) as Told;
    return failure === undefined ? reply : { ...reply, ...failure, status: 'error' };
  }

  /** Show what Python has raised in a callback, where JavaScript has called it and caught nothing. */
  reportUncaught(error: unknown): boolean {
    if (!isPythonError(error) || this.#report === null) {
      return false;
    }
    this.#report(error.message);
    return true;
  }

  protected override async initGlobals(options: Options): Promise<void> {
    await super.initGlobals(options);
    const python: unknown = this._pyodide;
    const names = runOwnCode(python as CodeRunner, ERRORS);
    const install = names.get('install') as (kernel: unknown, publish: unknown) => (text: string) => void;
    this.#report = install(this._kernel, (bundle: string, parentHeader: string) => {
      const error = {
        bundle: JSON.parse(bundle) as unknown,
        parentHeader: JSON.parse(parentHeader) as unknown,
      };
      this._sendWorkerMessage({ type: 'execute_error', ...error });
    });
  }

  #report: ((text: string) => void) | null = null;
}

/** Whether an error of JavaScript is one that Python has raised: its message is the traceback. */
function isPythonError(error: unknown): error is Error {
  return error instanceof Error && error.constructor.name === 'PythonError';
}
