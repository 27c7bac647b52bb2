import type { WheelMember } from '../../kernel/src/boot/wheel-member.ts';

/**
 * What the build asks for, as JSON on standard input. Python's side is `lite_build/boot/make.py`.
 *
 * The answer is one `Made` on standard output.
 */
export interface Job {
  /** The core's folder, absolute. */
  readonly core: string;
  /** The site's `pyodide-lock.json`, as text. */
  readonly lock: string;
  /** The wheels' paths, absolute. */
  readonly wheels: readonly string[];
  /** Every file that the wheels install: its path, relative to site-packages or absolute, and where it is. */
  readonly files: readonly (readonly [path: string, ...member: WheelMember])[];
  /** What an installer adds to them: path and text. */
  readonly added: readonly (readonly [path: string, text: string])[];
  /** What is imported before the snapshot is made, in this order. */
  readonly imports: readonly string[];
  /** Where `archive`, `snapshot` and the parts, `part-0` and so on, are written to: an absolute folder. */
  readonly output: string;
}

/** A file that was made: its size in bytes before it was compressed. */
export interface MadeFile {
  readonly size: number;
}

export type Made =
  | {
      readonly type: 'made';
      readonly archive: MadeFile;
      readonly snapshot: MadeFile;
      readonly parts: readonly MadeFile[];
    }
  /** A module of the job's `imports` cannot be imported; the error is Python's. */
  | { readonly type: 'import-failed'; readonly module: string; readonly error: string };
