import comms from '../../python/comms.py';
import declaredFiles from '../../python/declared_files.py';
import errors from '../../python/errors.py';
import fileLocks from '../../python/file_locks.py';
import firstFolder from '../../python/first_folder.py';
import interruption from '../../python/interruption.py';
import namespaces from '../../python/namespaces.py';
import notebookShell from '../../python/notebook_shell.py';
import ownModules from '../../python/own_modules.py';
import patchedImports from '../../python/patched_imports.py';
import pipMagic from '../../python/pip_magic.py';
import programs from '../../python/programs.py';
import suspendedInput from '../../python/suspended_input.py';
import webRequests from '../../python/web_requests.py';
import type { OwnCode } from '@lite-build/boot/own-code';
import { INSTALLED_PACKAGES } from '@lite-build/boot/packages/installed-packages-code';
import { REHEARSAL } from '@lite-build/boot/snapshot/rehearsal';
import { DBM_MODULES } from './dbm-code.ts';
import { PIP_MODULES } from './pip-code.ts';
import { ERROR_MODULES } from './errors-code.ts';
import { WEB_MODULES } from './web-code.ts';

/** Joins Python's comms to the worker. */
export const COMMS: OwnCode = { name: 'comms', source: comms };
/** Says of files that pages have declared why they cannot be had: `install(root, refusal)`. */
export const DECLARED_FILES: OwnCode = { name: 'declared_files', source: declaredFiles };
/** Shows errors where Jupyter does: `install(kernel, publish)`. */
export const ERRORS: OwnCode = { name: 'errors', source: errors };
/** Gives `fcntl` its locks: `install(finder)`. */
export const FILE_LOCKS: OwnCode = { name: 'file_locks', source: fileLocks };
/** Has IPython's shell remember as its first folder the one that Python starts in. */
export const FIRST_FOLDER: OwnCode = { name: 'first_folder', source: firstFolder };
/** Interrupts a cell that waits: `install(kernel)` is called once, and `interrupt()` for each interruption. */
export const INTERRUPTIBLE_CELLS: OwnCode = { name: 'interruption', source: interruption };
/** Has cells run in namespaces that have names: `install(kernel)`. */
export const NAMESPACES: OwnCode = { name: 'namespaces', source: namespaces };
/** Has `%pip` answered: `install(kernel)`. */
export const PIP_MAGIC: OwnCode = { name: 'pip_magic', source: pipMagic };
/** Gives IPython's shell what it has in other kernels: `install(kernel)`. */
export const NOTEBOOK_SHELL: OwnCode = { name: 'notebook_shell', source: notebookShell };
/** Has Python import modules of ours: `install(names, run)`. */
export const OWN_MODULES: OwnCode = { name: 'own_modules', source: ownModules };
/** Changes modules as they are imported: `finder`. */
export const PATCHED_IMPORTS: OwnCode = { name: 'patched_imports', source: patchedImports };
/** Says that a page has no programs: `install(finder)`, `install_in_shell(shell)`. */
export const PROGRAMS: OwnCode = { name: 'programs', source: programs };
/** Has Python wait with its stack suspended for what the reader types: `install(shell, ask)`. */
export const SUSPENDED_INPUT: OwnCode = { name: 'suspended_input', source: suspendedInput };
/** Has Python's HTTP clients ask by the browser: `install(finder)`. */
export const WEB_REQUESTS: OwnCode = { name: 'web_requests', source: webRequests };

/** What Python may import by its name in the page and in the check. */
export const READER_MODULES: readonly OwnCode[] = [...ERROR_MODULES, ...WEB_MODULES];
/** What Python may import by its name in a kernel of ours. */
export const IMPORTED_CODE: readonly OwnCode[] = [...DBM_MODULES, ...PIP_MODULES];

/** All Python code that a kernel's worker runs: a snapshot holds it compiled. */
export const PYTHON_CODE: readonly OwnCode[] = [
  COMMS,
  DECLARED_FILES,
  ERRORS,
  FILE_LOCKS,
  FIRST_FOLDER,
  INSTALLED_PACKAGES,
  INTERRUPTIBLE_CELLS,
  NAMESPACES,
  NOTEBOOK_SHELL,
  OWN_MODULES,
  PATCHED_IMPORTS,
  PIP_MAGIC,
  PROGRAMS,
  REHEARSAL,
  SUSPENDED_INPUT,
  WEB_REQUESTS,
  ...IMPORTED_CODE,
  ...READER_MODULES,
];
