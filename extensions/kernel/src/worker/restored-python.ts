import { addressOf } from './watched-fetch.ts';
import type { BootProgress, KeptFiles, LoadPyodideOptions, Preparation } from '@lite-build/messages';
import { fetchBootFile } from '../boot/files.ts';
import { type BootFile, type BootManifest, parseManifest } from '../boot/manifest.ts';
import { importCore } from '../boot/pyodide-internals.ts';
import { restore } from '../boot/restore.ts';
import { LaterFiles } from './later-files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A Python that was restored from the site's snapshot. */
export interface RestoredPython {
  /** Pyodide's public interface. */
  pyodide: unknown;
  /** What of the packages that the settings name is not in the snapshot. */
  missing: string[];
  /** What the next kernel of the page can use. */
  keep: () => KeptFiles;
  /** Fetch what Python may read at some time; each is given for the next kernel of the page. */
  fetchBehind: (onFetched: (url: string, file: Blob) => void) => Promise<void>;
}

/** What is heard of a restore. */
export interface RestoreListener {
  booting: (progress: BootProgress) => void;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

/**
 * Restore Python from the site's snapshot. All that it needs comes side by side.
 *
 * @throws Error whatever is wrong: a file, the engine, the build. The worker is of no use then.
 */
export async function restorePython(
  preparation: Preparation,
  { booting, stdout, stderr }: RestoreListener,
): Promise<RestoredPython> {
  const { baseUrl, kept, loadPyodideOptions, pyodideUrl } = preparation;
  const manifest = parseManifest(preparation.manifest);
  const bytes = new Map<BootFile, number>();
  const total = manifest.archive.size + manifest.snapshot.size;
  const get = async (file: BootFile, blob: Blob | undefined): Promise<Bytes> =>
    blob === undefined
      ? await fetchBootFile(file, baseUrl, {
          onProgress: (sofar) => {
            bytes.set(file, sofar);
            const all = [...bytes.values()].reduce((sum, part) => sum + part, 0);
            booting({ stage: 'fetching', bytes: all, total });
          },
        })
      : new Uint8Array(await blob.arrayBuffer());
  const archive = get(manifest.archive, kept?.archive);
  const snapshot = get(manifest.snapshot, kept?.snapshot);
  let compiled = kept?.compiled ?? null;
  const later = new LaterFiles(baseUrl, kept?.later ?? new Map());
  const read = (url: string): Uint8Array => later.read(url);
  const wasm = new URL('pyodide.asm.wasm', pyodideUrl).href;
  const early = new Map([
    [new URL(manifest.standardLibrary.url, baseUrl).href, nothing()],
    [wasm, compiled === null ? fetch(wasm) : nothing()],
    [loadPyodideOptions.lockFileURL, fetch(loadPyodideOptions.lockFileURL)],
  ]);
  const core = await importCore(pyodideUrl);
  const sources = { manifest, archive, snapshot, read, isLibraryLate: true };
  const pyodide = await withFetched(early, () =>
    restore(core, sources, {
      options: { stdout, stderr, ...loadPyodideOptions },
      ...(compiled === null ? {} : { compiled }),
      onCompiled: (module) => {
        compiled = module;
      },
    }),
  );
  const [archived, snapped] = await Promise.all([archive, snapshot]);
  return {
    pyodide,
    missing: notInSnapshot(loadPyodideOptions, manifest),
    keep: () =>
      kept ?? { archive: new Blob([archived]), snapshot: new Blob([snapped]), compiled, later: new Map() },
    fetchBehind: async (onFetched) => {
      const urls = [manifest.standardLibrary, ...manifest.parts].map(({ url }) => url);
      await later.fetchBehind(urls, onFetched);
    },
  };
}

/** The answer for what Pyodide asks for and does not read. */
async function nothing(): Promise<Response> {
  return Promise.resolve(new Response());
}

/**
 * Give Pyodide what was asked for while its modules were still coming, and nothing where it would not read what it asks
 * for: its WebAssembly where a compiled one is there, and Python's own library, of which the snapshot has what a start
 * needs.
 */
async function withFetched<Result>(
  fetched: Map<string, Promise<Response>>,
  start: () => Promise<Result>,
): Promise<Result> {
  const { fetch } = globalThis;
  globalThis.fetch = async (...request) => {
    const url = addressOf(request[0]);
    const response = fetched.get(url);
    fetched.delete(url);
    return await (response ?? fetch(...request));
  };
  try {
    return await start();
  } finally {
    globalThis.fetch = fetch;
  }
}

function notInSnapshot({ packages }: LoadPyodideOptions, { distributions }: BootManifest): string[] {
  return packages.filter((name) => distributions[name] === undefined);
}
