import { AFTER_RESTORE_MODULE } from './after-restore.ts';
import { mountArchive, unpackArchive } from '../packages/archive.ts';
import { decompress, decompressInPieces, type GzipStream } from '../files/decompress.ts';
import { readArchive, type ReadFile, requestBootFile, streamOf } from '../files/files.ts';
import { unpackHeap } from './heap.ts';
import type { BootFile, BootManifest } from '../files/manifest.ts';
import { type Pyodide, type PyodideCore, startFromHeap, type StartOptions } from '../pyodide-internals.ts';

/** Where Pyodide says that the packages of its lock are from. */
const CHANNEL = 'default channel';

/** What a kernel is restored from. */
export interface RestoreSources {
  readonly manifest: BootManifest;
  /** The files that the manifest names, decompressed; they may still be on their way. */
  readonly archive: Promise<Uint8Array<ArrayBuffer>>;
  /** In pieces, each the whole of its buffer. They are given up: of each kernel its own. */
  readonly snapshot: Promise<readonly Uint8Array<ArrayBuffer>[]>;
  readonly read: ReadFile;
  /** Whether Python's own library comes by `read` too, when Python first reads of it, and not with the core. */
  readonly isLibraryLate?: boolean;
}

/**
 * Fetch the two files, and decompress them as they come.
 *
 * @param siteUrl the site's root, with a slash at its end.
 */
export function fetchBootFiles(
  { archive, snapshot }: BootManifest,
  siteUrl: string,
): Pick<RestoreSources, 'archive' | 'snapshot'> {
  const streamed = async (file: BootFile): Promise<GzipStream> =>
    streamOf(await requestBootFile(file, siteUrl));
  return {
    archive: streamed(archive).then((stream) => decompress(stream, archive.size)),
    snapshot: streamed(snapshot).then((stream) => decompressInPieces(stream, snapshot.size)),
  };
}

/** How a restored kernel starts. */
export interface RestoreOptions extends Partial<Pick<StartOptions, 'compiled'>> {
  /** Handed on to `loadPyodide`: `lockFileURL`, `stdout`, `stderr`, `env`. */
  readonly options: Readonly<Record<string, unknown>> & { readonly env?: Readonly<Record<string, string>> };
}

/**
 * Start a runtime that goes on from a snapshot: the kernel is imported, and what the manifest names besides it.
 *
 * Its packages count as loaded. What must differ from the kernel that another visitor has from the same snapshot,
 * differs (`python/after_restore.py`).
 *
 * @returns Pyodide's public interface, as `loadPyodide` does.
 * @throws Error whatever is wrong with the files, the engine or the runtime. The worker is of no use then.
 */
export async function restore(
  core: PyodideCore,
  { manifest, archive, snapshot, read, isLibraryLate = false }: RestoreSources,
  { options, compiled }: RestoreOptions,
): Promise<Pyodide> {
  const pyodide = await startFromHeap(core, snapshot.then(unpackHeap), {
    options: { ...options, packages: [] },
    loaded: Object.fromEntries(Object.keys(manifest.distributions).map((name) => [name, CHANNEL])),
    mount: async (fileSystem, sitePackages) => {
      mountArchive(fileSystem, unpackArchive(await archive), sitePackages, {
        readPart: (part) => readArchive(read, numbered(manifest.parts, part)).contents,
        readWheel: (wheel) => read(numbered(manifest.wheels, wheel)),
      });
    },
    standardLibrary: isLibraryLate
      ? { size: manifest.standardLibrary.size, read: () => whole(read, manifest.standardLibrary) }
      : null,
    compiled,
  });
  const environment = JSON.stringify({ LANG: language(), ...options.env });
  (pyodide.pyimport(AFTER_RESTORE_MODULE) as { renew(environment: string): void }).renew(environment);
  return pyodide;
}

function whole(read: RestoreSources['read'], { url, size }: BootFile): Uint8Array {
  const content = read(url);
  if (content.length !== size) {
    throw new RangeError(`${url} has ${content.length} bytes instead of ${size}`);
  }
  return content;
}

function numbered<Item>(listed: readonly Item[], number: number): Item {
  const item = listed[number];
  if (item === undefined) {
    throw new RangeError(`the archive names a number ${number}, and the manifest has ${listed.length}`);
  }
  return item;
}

/** As Emscripten tells C the reader's language at an ordinary start. */
function language(): string {
  return `${(globalThis.navigator.languages[0] ?? 'C').replace('-', '_')}.UTF-8`;
}
