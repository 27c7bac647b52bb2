import { AFTER_RESTORE_MODULE } from './snapshot/after-restore.ts';

/** Python code of ours that each kernel runs as it starts. */
export interface OwnCode {
  /** By which tracebacks and the snapshot know it: an identifier of Python's. */
  readonly name: string;
  readonly source: string;
  /** Whether a snapshot has it imported, as a module of its name. */
  readonly isModule?: true;
  /** Whether no snapshot has it compiled: few pages run it. */
  readonly isLate?: true;
}

/** The names that code has defined. */
export interface Names {
  get(name: string): unknown;
}

/** What of Pyodide is used here. */
export interface CodeRunner {
  runPython(code: string, options: { globals: Names; filename: string }): unknown;
  pyimport(module: string): unknown;
  toPy(value: object): Names;
}

/** What the snapshot's own module has for it. */
interface CompiledCode {
  run(name: string, names: Names): void;
}

/**
 * Run code in a namespace of its own: as the snapshot has it compiled, or, in a Python that started cold, from its
 * source. Compiling it takes many times what running it does.
 */
export function runOwnCode(python: CodeRunner, code: OwnCode): Names {
  const names = python.toPy({ __name__: `lite_build_${code.name}` });
  runCodeIn(python, code, names);
  return names;
}

/** The same in a namespace that is there. */
export function runCodeIn(python: CodeRunner, { name, source, isLate }: OwnCode, names: Names): void {
  const { modules } = python.pyimport('sys') as { modules: { get(name: string): CompiledCode | undefined } };
  const compiled = modules.get(AFTER_RESTORE_MODULE);
  if (compiled === undefined || isLate === true) {
    python.runPython(source, { globals: names, filename: filenameOf(name) });
  } else {
    compiled.run(name, names);
  }
}

/** What Python takes for the file that such code is in. */
export function filenameOf(name: string): string {
  return `<${name}>`;
}
