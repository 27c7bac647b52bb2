import { type CodeRunner, type Names, runCodeIn, runOwnCode } from '@lite-build/boot/own-code';
import { IMPORTED_CODE, OWN_MODULES } from './python-code.ts';

/** Have Python import modules of ours by their names, when something first does. */
export function findOwnModules(python: CodeRunner): void {
  const modules = new Map(IMPORTED_CODE.map((code) => [code.name, code]));
  const install = runOwnCode(python, OWN_MODULES).get('install') as (
    names: readonly string[],
    run: (name: string, names: Names) => void,
  ) => void;
  install([...modules.keys()], (name, names) => {
    const code = modules.get(name);
    if (code !== undefined) {
      runCodeIn(python, code, names);
    }
  });
}
