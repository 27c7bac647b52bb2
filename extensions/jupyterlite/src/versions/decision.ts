import type { Version } from '@lite-build/messages/digests';

/** What is remembered with a copy of the reader's: its origin, and what is in it. */
export interface Origin {
  /** The path that this is said of: a copy with another path is another file. */
  readonly path: string;
  /** The published version that the copy was made from; null where the site had no such file. Absent: not known. */
  readonly madeFrom?: Version | null;
  /** The digest of what people have written in the copy; null where the browser takes no digests. */
  readonly written: string | null;
}

/** What the site has at a path: a version, nothing, or a file that it names no version of. */
export type Published = Version | null | 'unnamed';

/**
 * What the reader's copy and the site's file are to each other.
 *
 * - `saved`: the copy was made from what the site has, and nothing else is written in it: outputs, say, are the reader's.
 * - `untouched`: nothing is written in the copy that the site has not had or has; what the site has now takes its place.
 * - `changed`: the reader has changed it, and the site has not.
 * - `both`: the reader has changed it, and so has the site. The reader is asked.
 * - `unknown`: nobody knows what the copy was made from. The reader is asked.
 * - `removed`: the site has the file no more.
 * - `own`: a file of the reader's alone.
 * - `name-taken`: a file of the reader's, whose name the site has given to a file since.
 */
export type Relation =
  'saved' | 'untouched' | 'changed' | 'both' | 'unknown' | 'removed' | 'own' | 'name-taken';

/**
 * Tell what a copy of the reader's is to what the site has now.
 *
 * @param origin of the copy; undefined where nothing was remembered: by a stock JupyterLite, say.
 * @param published what the site has at the copy's path.
 */
export function relationOf(origin: Origin | undefined, published: Published): Relation {
  const madeFrom = origin?.madeFrom;
  if (published === null) {
    return madeFrom === null || madeFrom === undefined ? 'own' : 'removed';
  }
  if (published === 'unnamed') {
    // Nothing can be told of what the site has: the copy stays, and nobody is asked in vain.
    return 'changed';
  }
  if (madeFrom === null) {
    return 'name-taken';
  }
  const written = origin?.written ?? null;
  const isWrittenBySite = written !== null && written === published.written;
  if (madeFrom === undefined) {
    return isWrittenBySite ? 'saved' : 'unknown';
  }
  const isAsMade = written !== null && written === madeFrom.written;
  if (madeFrom.whole === published.whole) {
    return isAsMade ? 'saved' : 'changed';
  }
  return isAsMade || isWrittenBySite ? 'untouched' : 'both';
}

/** Whether the reader has to choose between the copy and what the site has. */
export function isQuestion(relation: Relation): boolean {
  return relation === 'both' || relation === 'unknown';
}
