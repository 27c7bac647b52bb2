import type { StoredFile, WheelFile } from '@lite-build/boot/packages/archive';

/**
 * What the build asks for, as JSON on standard input. Python's side is `lite_build/boot/compiled.py` and
 * `lite_build/boot/snapshot.py`.
 *
 * The answer is one `Made` on standard output.
 */
export type Job = CompileJob | MetadataJob | SnapshotJob;

interface CommonJob {
  /** The core's folder, absolute. */
  readonly core: string;
  /** The wheels' paths, absolute. */
  readonly wheels: readonly string[];
  /** Every file that the wheels install: its path, relative to site-packages or absolute, and where it is. */
  readonly files: readonly WheelFile[];
  /** Where files are written to: an absolute folder. */
  readonly output: string;
}

/** Compile each wheel, into `part-0` and so on, in the order of the wheels. */
export interface CompileJob extends CommonJob {
  readonly type: 'compile';
}

/** Put the packages' metadata into `metadata`; `files` has nothing else. */
export interface MetadataJob extends CommonJob {
  readonly type: 'metadata';
  /** What an installer adds to the wheels' files: path and text. */
  readonly added: readonly (readonly [path: string, text: string])[];
}

/** Make `archive` and `snapshot`. */
export interface SnapshotJob extends CommonJob {
  readonly type: 'snapshot';
  /** The site's `pyodide-lock.json`, as text. */
  readonly lock: string;
  /** What an installer adds to the wheels' files: path and text. */
  readonly added: readonly (readonly [path: string, text: string])[];
  /** The wheels' parts, in the order of their numbers. */
  readonly parts: readonly KeptPart[];
  /** What is imported before the snapshot is made, in this order. */
  readonly imports: readonly string[];
  /** Whether the kernel is among them: then what a first cell needs is done beforehand. */
  readonly rehearses: boolean;
}

/** A part that was made before. */
export interface KeptPart {
  /** The number of its wheel. */
  readonly wheel: number;
  /** The file, compressed by gzip: absolute. */
  readonly file: string;
  readonly places: readonly StoredFile[];
}

/** A file that was made: its size in bytes before it was compressed. */
export interface MadeFile {
  readonly size: number;
}

/** A part that was made, and where in it which file is. */
export interface MadePart extends MadeFile {
  readonly places: readonly StoredFile[];
}

export type Made =
  | { readonly type: 'compiled'; readonly parts: readonly MadePart[] }
  | { readonly type: 'metadata'; readonly metadata: MadeFile }
  | { readonly type: 'snapshot'; readonly archive: MadeFile; readonly snapshot: MadeFile }
  /** A module of the job's `imports` cannot be imported; the error is Python's. */
  | { readonly type: 'import-failed'; readonly module: string; readonly error: string };
