/// <reference lib="dom" />
/// <reference lib="esnext.disposable" />

/** An object that stays in Python: its attributes are there by their names, and calls of it are calls in Python. */
export type PythonObject = PythonFunction &
  AsyncIterable<unknown> &
  Disposable & { readonly [attribute: string]: PythonMember };

/** An attribute of an object of Python's: `await` gives its value, and a call of it calls it. */
export type PythonMember = PythonFunction & PromiseLike<unknown>;

export interface PythonFunction {
  /** Call it. Values are converted both ways; functions may be among them, which Python calls. */
  (...values: readonly unknown[]): Promise<unknown>;
  /** The same; the last value is an object that has the named arguments. */
  callKwargs(...values: readonly unknown[]): Promise<unknown>;
}

/** What Python has raised. */
export interface PythonError extends Error {
  readonly name: 'PythonError';
  /** The exception's class, such as `ValueError`. */
  readonly type: string;
  readonly traceback: string;
  /** What a cell has put out before it. */
  readonly outputs?: readonly Output[];
}

/** An output, as a notebook holds it (nbformat 4). */
export type Output =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: string }
  | {
      readonly output_type: 'display_data' | 'execute_result';
      readonly data: Readonly<Record<string, unknown>>;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly execution_count?: number | null;
    }
  | {
      readonly output_type: 'error';
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

export interface RunResult {
  /** Of the last expression, where the code ends with one; else null. */
  readonly value: unknown;
  readonly outputs: readonly Output[];
}

/** Whose names are meant: those of elements with such a `namespace`; without it, the ones that all share. */
export interface InNamespace {
  readonly namespace?: string;
}

export interface RunOptions extends InNamespace {
  /** Interrupts the code, or has it not run at all. */
  readonly signal?: AbortSignal;
}

/**
 * A Python of the page, in a worker; elements with that `kernel` share it. It starts when something is first asked of it.
 *
 * Says `state` when that has changed.
 */
export interface Kernel extends EventTarget {
  readonly name: string;
  readonly state: 'unwanted' | 'starting' | 'ready' | 'failed' | 'ended';
  /** How many of the page's functions Python has, and how many of Python's objects the page has. */
  readonly held: { readonly functions: number; readonly objects: number };
  /** Run code as a cell, once what waits before it is through. @throws PythonError if it raises. */
  run(code: string, options?: RunOptions): Promise<RunResult>;
  /** The value of a name. @throws PythonError if there is none. */
  get(name: string, options?: InNamespace): Promise<unknown>;
  set(name: string, value: unknown, options?: InNamespace): Promise<void>;
  /** A module of the site, with its functions. @throws PythonError if there is none. */
  import<Module = PythonObject>(module: string): Promise<Module>;
  /** End what runs, by `KeyboardInterrupt`. */
  interrupt(): void;
  /** Start another Python in its place. */
  restart(): void;
  /** End Python. It is started once more when something is asked of it. */
  end(): void;
}

/** A module of Python's, in the page's main kernel: `(await python("statistics")).mean([1, 2])`. */
export declare function python<Module = PythonObject>(module: string): Promise<Module>;

/** The kernel of a name; without one, the page's main one. */
export declare function kernel(name?: string): Kernel;

/** Have a typed array's or a buffer's bytes be Python's where it is passed next: they are not copied, and gone here. */
export declare function transfer<Bytes extends ArrayBuffer | ArrayBufferView>(bytes: Bytes): Bytes;

/** Have Python let go of an object, before the browser finds that the page does not use it. */
export declare function release(object: PythonObject): void;

declare const lite: {
  readonly python: typeof python;
  readonly kernel: typeof kernel;
  readonly transfer: typeof transfer;
  readonly release: typeof release;
};
export default lite;
