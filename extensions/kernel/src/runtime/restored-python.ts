import { compileWasm } from './wasm-stream.ts';
import { addressOf } from './watched-fetch.ts';
import type { BootProgress, KeptFiles, Preparation, SnapshotPieces } from '@lite-build/messages';
import { decompress, decompressInPieces, type GzipStream } from '@lite-build/boot/files/decompress';
import { requestBootFile, streamOf } from '@lite-build/boot/files/files';
import { type BootFile, missingIn, parseManifest } from '@lite-build/boot/files/manifest';
import { importCore, type Pyodide } from '@lite-build/boot/pyodide-internals';
import { restore } from '@lite-build/boot/snapshot/restore';
import { withFetchLayer } from './fetch-layers.ts';
import type { BlockingReader } from './blocking-reader.ts';
import { LaterFiles } from './later-files.ts';
import { fetchCatalogue, showSitePackages } from './site-packages.ts';

/** A Python that was restored from the site's snapshot. */
export interface RestoredPython {
  /** Pyodide's public interface. */
  pyodide: Pyodide;
  /** What of the packages that the settings name is not in the snapshot. */
  missing: string[];
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
  /** Takes what the page's next kernel can use, once Python is there; null where there will be none. */
  keep: ((kept: KeptFiles) => void) | null;
  /** A file that no start needs was fetched, since Python reads of it. */
  fetchedLate: (url: string, file: Blob) => void;
}

/**
 * Restore Python from the site's snapshot. All that it needs comes side by side.
 *
 * @param reader reads what no start needs, while Python waits.
 * @param handedOver the snapshot, where somebody else decompresses what is kept of it.
 * @throws Error whatever is wrong: a file, the engine, the build. That runtime is of no use then.
 */
export async function restorePython(
  preparation: Preparation,
  { booting, stdout, stderr, warn, keep, fetchedLate }: RestoreListener,
  reader: BlockingReader,
  handedOver: Promise<SnapshotPieces> | null = null,
): Promise<RestoredPython> {
  const { baseUrl, catalogue, kept, loadPyodideOptions, pyodideUrl } = preparation;
  const manifest = parseManifest(preparation.manifest);
  const bytes = new Map<BootFile, number>();
  const total = manifest.archive.size + manifest.snapshot.size;
  const note = (file: BootFile) => (sofar: number) => {
    if (kept !== null) {
      // Nothing is fetched.
      return;
    }
    bytes.set(file, sofar);
    const all = [...bytes.values()].reduce((sum, part) => sum + part, 0);
    booting({ stage: 'fetching', bytes: all, total });
  };
  const open = async (file: BootFile, present: Blob | undefined): Promise<OpenFile> =>
    present === undefined
      ? fetchedFile(await requestBootFile(file, baseUrl), keep !== null)
      : { stream: present.stream(), whole: Promise.resolve(present) };
  const archiveFile = open(manifest.archive, kept?.archive);
  const snapshotFile = open(manifest.snapshot, kept?.snapshot);
  const archive = archiveFile.then(({ stream }) =>
    decompress(stream, manifest.archive.size, note(manifest.archive)),
  );
  const snapshot =
    handedOver ??
    snapshotFile.then(({ stream }) =>
      decompressInPieces(stream, manifest.snapshot.size, note(manifest.snapshot)),
    );
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
  const [module, listed] = await Promise.all([compiled, catalogued]);
  const leave = async (): Promise<void> => {
    const opened = await Promise.all([archiveFile, snapshotFile]);
    const [archiveKept, snapshotKept] = await Promise.all(opened.map(async ({ whole }) => whole));
    if (keep !== null && archiveKept && snapshotKept) {
      const { size } = manifest.snapshot;
      const files = { archive: archiveKept, snapshot: snapshotKept, snapshotSize: size };
      keep({ ...files, compiled: module, catalogued: listed, later: later.fetched });
    }
  };
  leave().catch((error: unknown) => {
    warn(`The next kernel of this page has to fetch its files anew: ${String(error)}`);
  });
  return {
    pyodide,
    missing: missingIn(manifest, loadPyodideOptions.packages),
    installPackages: showSitePackages(pyodide, listed, later, warn),
  };
}

/** A file to boot from. */
interface OpenFile {
  /** What comes of it. */
  stream: GzipStream;
  /** All of it, where it is kept. */
  whole: Promise<Blob> | null;
}

function fetchedFile(response: Response, isKept: boolean): OpenFile {
  const whole = isKept ? response.clone().blob() : null;
  // What goes wrong on the way, the stream tells as well.
  whole?.catch(() => undefined);
  return { stream: streamOf(response), whole };
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
