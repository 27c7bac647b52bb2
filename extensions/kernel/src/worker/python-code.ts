import comms from '../../python/comms.py';
import firstFolder from '../../python/first_folder.py';
import installedPackages from '../../python/installed_packages.py';
import interruption from '../../python/interruption.py';
import pipMagic from '../../python/pip_magic.py';
import type { OwnCode } from '../boot/own-code.ts';
import { REHEARSAL } from '../boot/rehearsal.ts';
import { PIP_MODULES } from './pip-code.ts';

/** Joins Python's comms to the worker. */
export const COMMS: OwnCode = { name: 'comms', source: comms };
/** Has IPython's shell remember as its first folder the one that Python starts in. */
export const FIRST_FOLDER: OwnCode = { name: 'first_folder', source: firstFolder };
/** Interrupts a cell that waits: `install(kernel)` is called once, and `interrupt()` for each interruption. */
export const INTERRUPTIBLE_CELLS: OwnCode = { name: 'interruption', source: interruption };
/** Has imports find the site's packages: `install(modules, bring, fetch_ahead)`. */
export const INSTALLED_PACKAGES: OwnCode = { name: 'installed_packages', source: installedPackages };
/** Has `%pip` answered: `install(kernel, names, run)`. */
export const PIP_MAGIC: OwnCode = { name: 'pip_magic', source: pipMagic };

/** All Python code that a kernel's worker runs: a snapshot holds it compiled. */
export const PYTHON_CODE: readonly OwnCode[] = [
  COMMS,
  FIRST_FOLDER,
  INSTALLED_PACKAGES,
  INTERRUPTIBLE_CELLS,
  PIP_MAGIC,
  REHEARSAL,
  ...PIP_MODULES,
];
