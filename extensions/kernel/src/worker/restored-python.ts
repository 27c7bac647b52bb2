import { addressOf } from './watched-fetch.ts';
import type { BootProgress, KeptFiles, LoadPyodideOptions, Preparation } from '@lite-build/messages';
import { fetchBootFile } from '../boot/files.ts';
import { type BootFile, type BootManifest, parseManifest } from '../boot/manifest.ts';
import { importCore } from '../boot/pyodide-internals.ts';
import { restore } from '../boot/restore.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A Python that was restored from the site's snapshot. */
export interface RestoredPython {
  /** Pyodide's public interface. */
  pyodide: unknown;
  /** What of the packages that the settings name is not in the snapshot. */
  missing: string[];
  /** What the next kernel of the page can use. */
  keep: () => KeptFiles;
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
  const sources = { manifest, archive, snapshot, readWheel: (url: string) => readWhileWaiting(url, baseUrl) };
  const core = await importCore(pyodideUrl);
  const wasm = new URL('pyodide.asm.wasm', core.indexUrl).href;
  const pyodide = await withoutFetching(compiled === null ? null : wasm, () =>
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
    keep: () => kept ?? { archive: new Blob([archived]), snapshot: new Blob([snapped]), compiled },
  };
}

/** Keep Pyodide from fetching what it would not read: it asks for its WebAssembly where a compiled one is there. */
async function withoutFetching<Result>(url: string | null, start: () => Promise<Result>): Promise<Result> {
  const { fetch } = globalThis;
  globalThis.fetch = async (...request) =>
    addressOf(request[0]) === url ? new Response() : await fetch(...request);
  try {
    return await start();
  } finally {
    globalThis.fetch = fetch;
  }
}

function notInSnapshot({ packages }: LoadPyodideOptions, { distributions }: BootManifest): string[] {
  return packages.filter((name) => distributions[name] === undefined);
}

/** Fetch a file of the site while Python waits for it. */
function readWhileWaiting(url: string, baseUrl: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', new URL(url, baseUrl), false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) {
    throw new Error(`${url} could not be fetched: the site answered ${request.status}`);
  }
  return new Uint8Array(request.response as ArrayBuffer);
}
