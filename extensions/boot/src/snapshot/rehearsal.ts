import source from '../../python/rehearsal.py';
import type { OwnCode } from '../own-code.ts';

/** What a first cell makes Python do, without anything that a reader could see: `rehearse(with_traceback)`. */
export const REHEARSAL: OwnCode = { name: 'rehearsal', source };
