import { AFTER_RESTORE_MODULE } from './after-restore.ts';
import { mountArchive, unpackArchive } from './archive.ts';
import { unpackHeap } from './heap.ts';
import type { BootManifest } from './manifest.ts';
import { type Pyodide, type PyodideCore, startFromHeap, type StartOptions } from './pyodide-internals.ts';

/** Where Pyodide says that the packages of its lock are from. */
const CHANNEL = 'default channel';

/** What a kernel is restored from. */
export interface RestoreSources {
  readonly manifest: BootManifest;
  /** The files that the manifest names, decompressed; they may still be on their way. They are only read. */
  readonly archive: Promise<Uint8Array<ArrayBuffer>>;
  readonly snapshot: Promise<Uint8Array<ArrayBuffer>>;
  /** Gives a whole wheel, by its URL in the manifest. It is called while Python waits, so it must not. */
  readonly readWheel: (url: string) => Uint8Array;
}

/** How a restored kernel starts. */
export interface RestoreOptions extends Partial<Pick<StartOptions, 'compiled' | 'onCompiled'>> {
  /** Handed on to `loadPyodide`: `lockFileURL`, `stdout`, `stderr`, `env`. */
  readonly options: Readonly<Record<string, unknown>> & { readonly env?: Readonly<Record<string, string>> };
}

/**
 * Start a runtime that goes on from a snapshot: the kernel is imported, and what the manifest names besides it.
 *
 * Its packages count as loaded. What must differ from the kernel that another visitor has from the same snapshot,
 * differs (`after-restore.ts`).
 *
 * @returns Pyodide's public interface, as `loadPyodide` does.
 * @throws Error whatever is wrong with the files, the engine or the runtime. The worker is of no use then.
 */
export async function restore(
  core: PyodideCore,
  { manifest, archive, snapshot, readWheel }: RestoreSources,
  { options, compiled, onCompiled = () => undefined }: RestoreOptions,
): Promise<Pyodide> {
  const pyodide = await startFromHeap(core, snapshot.then(unpackHeap), {
    options: { ...options, packages: [] },
    loaded: Object.fromEntries(Object.keys(manifest.distributions).map((name) => [name, CHANNEL])),
    mount: async (fileSystem, sitePackages) => {
      mountArchive(fileSystem, unpackArchive(await archive), sitePackages, (wheel) => {
        const url = manifest.wheels[wheel];
        if (url === undefined) {
          throw new RangeError(`the archive names a wheel ${wheel}, and the manifest does not`);
        }
        return readWheel(url);
      });
    },
    compiled,
    onCompiled,
  });
  const environment = JSON.stringify({ LANG: language(), ...options.env });
  pyodide.runPython(`__import__("${AFTER_RESTORE_MODULE}").renew(${pythonText(environment)})`);
  return pyodide;
}

/** As Emscripten tells C the reader's language at an ordinary start. */
function language(): string {
  return `${(globalThis.navigator.languages[0] ?? 'C').replace('-', '_')}.UTF-8`;
}

/** JSON's escapes are Python's as well. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
