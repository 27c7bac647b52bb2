import type { KernelMessage } from '@jupyterlab/services';
import { PyodideRemoteKernel } from '@jupyterlite/pyodide-kernel/lib/worker';
import type { InNamespace, KernelCalls } from '@lite-build/messages';
import { type CodeRunner, type Names, type OwnCode, runOwnCode } from '@lite-build/boot/own-code';
import {
  ERRORS,
  FILE_LOCKS,
  NAMESPACES,
  NOTEBOOK_SHELL,
  PATCHED_IMPORTS,
  PROGRAMS,
  READER_MODULES,
  WEB_REQUESTS,
} from '../own-code/python-code.ts';
import { findOwnModules } from '../own-code/own-modules.ts';

type Options = Parameters<PyodideRemoteKernel['initialize']>[0];
type Reply = KernelMessage.IExecuteReplyMsg['content'];
/** An error, as a reply has it. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}
/** What upstream's kernel replies, and what `python/errors.py` and `python/notebook_shell.py` put beside it. */
type Told = Reply & { exits?: boolean; failures?: Failures };

/** The errors that have ended what a cell ran. */
export interface Failures {
  /** The cell itself. */
  cell?: Failure;
  /** A script that it ran by `%run`: the error is shown, and the cell has gone on. */
  script?: Failure;
}

/** Installs something of ours in Python. */
type Install<Result = void> = (...values: unknown[]) => Result;

/** Upstream's kernel with what a reader's cells need of Python besides: the same in a page's worker and in the check. */
export abstract class ReaderKernel extends PyodideRemoteKernel {
  override async execute(content: KernelCalls['execute'][0], parent: unknown): Promise<Reply> {
    // Upstream's kernel takes the code alone; `python/notebook_shell.py` looks here.
    Reflect.set(this._kernel as object, 'is_silent', content.silent === true);
    this.#enter('cell_namespace', content);
    const { failures = {}, exits, ...reply } = (await super.execute(content, parent)) as Told;
    const failure = this.failureOf(failures);
    if (exits === true) {
      this.askExit();
    }
    return failure === undefined ? reply : { ...reply, ...failure, status: 'error' };
  }

  override async complete(content: KernelCalls['complete'][0], parent: unknown): Promise<unknown> {
    this.#enter('asked_namespace', content);
    return (await super.complete(content, parent)) as unknown;
  }

  override async inspect(content: KernelCalls['inspect'][0], parent: unknown): Promise<unknown> {
    this.#enter('asked_namespace', content);
    return (await super.inspect(content, parent)) as unknown;
  }

  /** Show what Python has raised in a callback, where JavaScript has called it and caught nothing. */
  reportUncaught(error: unknown): boolean {
    if (!isPythonError(error) || this.#report === null) {
      return false;
    }
    try {
      this.#report(error.message);
    } catch {
      // Whoever asks tells it in another way.
      return false;
    }
    return true;
  }

  /** Which error a cell fails by, as in Jupyter: its own alone. */
  protected failureOf({ cell }: Failures): Failure | undefined {
    return cell;
  }

  /** A cell has called `exit()` or `quit()`, and is about to be replied to. */
  protected abstract askExit(): void;

  protected override async initGlobals(options: Options): Promise<void> {
    await super.initGlobals(options);
    const python: unknown = this._pyodide;
    const run = (code: OwnCode): Names => runOwnCode(python as CodeRunner, code);
    findOwnModules(python as CodeRunner, READER_MODULES);
    const installErrors = run(ERRORS).get('install') as Install<(text: string) => void>;
    this.#report = installErrors(this._kernel, (bundle: string, parentHeader: string) => {
      const error = {
        bundle: JSON.parse(bundle) as unknown,
        parentHeader: JSON.parse(parentHeader) as unknown,
      };
      this._sendWorkerMessage({ type: 'execute_error', ...error });
    });
    const finder = run(PATCHED_IMPORTS).get('finder');
    (run(WEB_REQUESTS).get('install') as Install)(finder);
    (run(FILE_LOCKS).get('install') as Install)(finder);
    const programs = run(PROGRAMS);
    (programs.get('install') as Install)(finder);
    (programs.get('install_in_shell') as Install)(this._interpreter);
    (run(NOTEBOOK_SHELL).get('install') as Install)(this._kernel);
    (run(NAMESPACES).get('install') as Install)(this._kernel);
  }

  /** `python/namespaces.py` looks here, for what is asked next. */
  #enter(field: 'cell_namespace' | 'asked_namespace', { namespace = '' }: InNamespace): void {
    Reflect.set(this._kernel as object, field, namespace);
  }

  #report: ((text: string) => void) | null = null;
}

/** Whether an error of JavaScript is one that Python has raised: its message is the traceback. */
function isPythonError(error: unknown): error is Error {
  return error instanceof Error && error.constructor.name === 'PythonError';
}
