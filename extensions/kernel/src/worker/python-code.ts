import comms from '../../python/comms.py';
import errors from '../../python/errors.py';
import firstFolder from '../../python/first_folder.py';
import interruption from '../../python/interruption.py';
import type { OwnCode } from '../boot/own-code.ts';
import { REHEARSAL } from '../boot/rehearsal.ts';

/** Joins Python's comms to the worker. */
export const COMMS: OwnCode = { name: 'comms', source: comms };
/** Shows errors where Jupyter does: `install(kernel, publish)`. */
export const ERRORS: OwnCode = { name: 'errors', source: errors };
/** Has IPython's shell remember as its first folder the one that Python starts in. */
export const FIRST_FOLDER: OwnCode = { name: 'first_folder', source: firstFolder };
/** Interrupts a cell that waits: `install(kernel)` is called once, and `interrupt()` for each interruption. */
export const INTERRUPTIBLE_CELLS: OwnCode = { name: 'interruption', source: interruption };

/** All Python code that a kernel's worker runs: a snapshot holds it compiled. */
export const PYTHON_CODE: readonly OwnCode[] = [COMMS, ERRORS, FIRST_FOLDER, INTERRUPTIBLE_CELLS, REHEARSAL];
