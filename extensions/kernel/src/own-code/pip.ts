import { type CodeRunner, runOwnCode } from '@lite-build/boot/own-code';
import { PIP_MAGIC } from './python-code.ts';

/**
 * Have `%pip` answered as pip does.
 *
 * @param kernel upstream's, in Python.
 */
export function answerPip(python: CodeRunner, kernel: unknown): void {
  const install = runOwnCode(python, PIP_MAGIC).get('install') as (kernel: unknown) => void;
  install(kernel);
}
