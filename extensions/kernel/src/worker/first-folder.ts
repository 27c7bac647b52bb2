import type { OwnCode } from '../boot/own-code.ts';

/** Has IPython's shell remember as its first folder the one that Python starts in; a shell from a snapshot was made elsewhere. */
export const FIRST_FOLDER: OwnCode = {
  name: 'first_folder',
  source: `
import os

from IPython import get_ipython

shell = get_ipython()
shell.starting_dir = os.getcwd()
shell.user_ns["_dh"][:] = [os.getcwd()]
`,
};
