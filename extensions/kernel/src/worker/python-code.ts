import type { OwnCode } from '../boot/own-code.ts';
import { REHEARSAL } from '../boot/rehearsal.ts';
import { FIRST_FOLDER } from './first-folder.ts';
import { INTERRUPTIBLE_CELLS } from './interruptible-cells.ts';
import { COMMS } from './python-comms.ts';

/** All Python code that a kernel's worker runs: a snapshot holds it compiled. */
export const PYTHON_CODE: readonly OwnCode[] = [COMMS, FIRST_FOLDER, INTERRUPTIBLE_CELLS, REHEARSAL];
