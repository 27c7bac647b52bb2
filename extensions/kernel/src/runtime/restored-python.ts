import { compileWasm } from './wasm-stream.ts';
import { addressOf } from './watched-fetch.ts';
import type { BootProgress, KeptFiles, Preparation } from '@lite-build/messages';
import { fetchBootFile } from '@lite-build/boot/files/files';
import { type BootFile, missingIn, parseManifest } from '@lite-build/boot/files/manifest';
import { importCore, type Pyodide } from '@lite-build/boot/pyodide-internals';
import { restore } from '@lite-build/boot/snapshot/restore';
import { withFetchLayer } from './fetch-layers.ts';
import type { BlockingReader } from './blocking-reader.ts';
import { LaterFiles } from './later-files.ts';
import { fetchCatalogue, showSitePackages } from './site-packages.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A Python that was restored from the site's snapshot. */
export interface RestoredPython {
  /** Pyodide's public interface. */
  pyodide: Pyodide;
  /** What of the packages that the settings name is not in the snapshot. */
  missing: string[];
  /** Gives what the next kernel of the page can use; it can be handed over. */
  keep: () => KeptFiles;
  /** Has imports find the site's packages, once the kernel is set up. */
  installPackages: () => void;
}

/** What is heard of a restore. */
export interface RestoreListener {
  booting: (progress: BootProgress) => void;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Something went wrong that Python does without. */
  warn: (reason: string) => void;
  /** A file that no start needs was fetched, since Python reads of it. */
  fetchedLate: (url: string, file: Blob) => void;
}

/**
 * Restore Python from the site's snapshot. All that it needs comes side by side.
 *
 * @param reader reads what no start needs, while Python waits.
 * @throws Error whatever is wrong: a file, the engine, the build. That runtime is of no use then.
 */
export async function restorePython(
  preparation: Preparation,
  { booting, stdout, stderr, warn, fetchedLate }: RestoreListener,
  reader: BlockingReader,
): Promise<RestoredPython> {
  const { baseUrl, catalogue, kept, loadPyodideOptions, pyodideUrl } = preparation;
  const manifest = parseManifest(preparation.manifest);
  const bytes = new Map<BootFile, number>();
  const total = manifest.archive.size + manifest.snapshot.size;
  const get = async (file: BootFile, present: Bytes | undefined): Promise<Bytes> =>
    present ??
    (await fetchBootFile(file, baseUrl, {
      onProgress: (sofar) => {
        bytes.set(file, sofar);
        const all = [...bytes.values()].reduce((sum, part) => sum + part, 0);
        booting({ stage: 'fetching', bytes: all, total });
      },
    }));
  const archive = get(manifest.archive, kept?.archive);
  const snapshot = get(manifest.snapshot, kept?.snapshot);
  const wasm = new URL('pyodide.asm.wasm', pyodideUrl).href;
  const compiled = kept === null ? compileWasm(wasm) : Promise.resolve(kept.compiled);
  const later = new LaterFiles(baseUrl, kept?.later ?? new Map(), fetchedLate, reader);
  const read = (url: string): Uint8Array => later.read(url);
  const lock = fetch(loadPyodideOptions.lockFileURL);
  const known = kept?.catalogued ?? null;
  const catalogued = known !== null && 'text' in known ? known : fetchCatalogue(catalogue, baseUrl);
  // Whoever waits for them is told as well.
  for (const fetched of [archive, snapshot, lock, compiled]) {
    fetched.catch(() => undefined);
  }
  const early = new Map([
    [new URL(manifest.standardLibrary.url, baseUrl).href, nothing()],
    [wasm, nothing()],
    [loadPyodideOptions.lockFileURL, lock],
  ]);
  const core = await importCore(pyodideUrl);
  const sources = { manifest, archive, snapshot, read, isLibraryLate: true };
  const pyodide = await withFetched(early, () =>
    restore(core, sources, {
      options: { stdout, stderr, ...loadPyodideOptions },
      compiled,
    }),
  );
  const [archived, snapped, module, listed] = await Promise.all([archive, snapshot, compiled, catalogued]);
  return {
    pyodide,
    missing: missingIn(manifest, loadPyodideOptions.packages),
    installPackages: showSitePackages(pyodide, listed, later, warn),
    // Python's files are views of the archive, and some may be written to in place.
    keep: () => ({
      archive: archived.slice(),
      snapshot: snapped,
      compiled: module,
      catalogued: listed,
      later: later.fetched,
    }),
  };
}

/** The answer for what Pyodide asks for and does not read. */
async function nothing(): Promise<Response> {
  return Promise.resolve(new Response());
}

/**
 * Give Pyodide what was asked for while its modules were still coming, and nothing where it would not read what it asks
 * for: its WebAssembly, which is compiled here, and Python's own library, of which the snapshot has what a start needs.
 */
async function withFetched<Result>(
  fetched: Map<string, Promise<Response>>,
  start: () => Promise<Result>,
): Promise<Result> {
  return await withFetchLayer(
    (next) =>
      async (...request) => {
        const url = addressOf(request[0]);
        const response = fetched.get(url);
        fetched.delete(url);
        return await (response ?? next(...request));
      },
    start,
  );
}
