import { type CodeRunner, type Names, type OwnCode, runCodeIn, runOwnCode } from '@lite-build/boot/own-code';
import { OWN_MODULES } from './python-code.ts';

/** Have Python import modules of ours by their names, when something first does. */
export function findOwnModules(python: CodeRunner, codes: readonly OwnCode[]): void {
  const modules = new Map(codes.map((code) => [code.name, code]));
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
