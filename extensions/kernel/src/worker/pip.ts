import { type CodeRunner, type Names, runCodeIn, runOwnCode } from '../boot/own-code.ts';
import { PIP_MODULES } from './pip-code.ts';
import { PIP_MAGIC } from './python-code.ts';

/**
 * Have `%pip` answered as pip does.
 *
 * @param kernel upstream's, in Python.
 */
export function answerPip(python: CodeRunner, kernel: unknown): void {
  const modules = new Map(PIP_MODULES.map((code) => [code.name, code]));
  const install = runOwnCode(python, PIP_MAGIC).get('install') as (
    kernel: unknown,
    names: readonly string[],
    run: (name: string, names: Names) => void,
  ) => void;
  install(kernel, [...modules.keys()], (name, names) => {
    const code = modules.get(name);
    if (code !== undefined) {
      runCodeIn(python, code, names);
    }
  });
}
