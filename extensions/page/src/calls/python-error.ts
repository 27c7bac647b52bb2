import type { Output, PythonError } from './lite.d.ts';

/** What Python tells of an exception. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
}

/** What Python has raised, as an error of JavaScript's. */
export class RaisedInPython extends Error implements PythonError {
  override readonly name = 'PythonError';
  readonly type: string;
  readonly traceback: string;
  declare readonly outputs?: readonly Output[];

  constructor({ type, message, traceback }: ToldError, outputs?: readonly Output[]) {
    super(message === '' ? type : `${type}: ${message}`);
    this.type = type;
    this.traceback = traceback;
    if (outputs !== undefined) {
      this.outputs = outputs;
    }
    // Where nobody catches it, the console shows where in Python it was.
    this.stack = `${traceback}\n${this.stack ?? ''}`;
  }
}

/** The error of what was asked of a Python that is not there any more. */
export function pythonIsGone(): RaisedInPython {
  const message = 'Python has ended, or has been restarted, and what was asked of it is not answered.';
  return new RaisedInPython({ type: 'ConnectionResetError', message, traceback: message });
}
