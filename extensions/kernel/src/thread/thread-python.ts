import type { BootProgress, CommOutput } from '@lite-build/messages';
import { type Names, type OwnCode, runOwnCode } from '@lite-build/boot/own-code';
import { importCore, type Pyodide, type PyodideCore } from '@lite-build/boot/pyodide-internals';
import type { SiteSettings } from '../host/site-settings.ts';
import { PAGES_READER } from '../runtime/blocking-reader.ts';
import { LaterFiles } from '../runtime/later-files.ts';
import { type RestoreListener, restorePython } from '../runtime/restored-python.ts';
import { serveShippedFiles } from '../runtime/shipped-files.ts';
import { fetchCatalogue, showSitePackages } from '../runtime/site-packages.ts';
import { findOwnModules } from '../own-code/own-modules.ts';
import { joinComms, type ReceiveComm } from '../own-code/python-comms.ts';
import { IMPORTED_CODE, PATCHED_IMPORTS, READER_MODULES, WEB_REQUESTS } from '../own-code/python-code.ts';

/** What is heard of a Python on the page's thread. */
export interface ThreadListener {
  booting: (progress: BootProgress) => void;
  /** A line that no display of the page takes. */
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Something went wrong that Python does without. */
  warn: (reason: string) => void;
  /** What Python says on a comm. */
  comm: (output: CommOutput) => void;
}

/** A Python on the page's thread. */
export interface ThreadPython {
  /** Its public interface, with the site's packages in sight. */
  readonly pyodide: Pyodide;
  /** Has it handle what the page says on a comm. */
  readonly receiveComm: ReceiveComm;
}

/**
 * Start Python on the page's own thread, where the document is at hand and each statement blocks the page.
 *
 * It goes on from the site's snapshot where there is one, and starts with nothing prepared wherever that fails.
 *
 * @param modules of ours that Python can import, besides those of all kernels.
 * @throws Error if Python cannot be started at all.
 */
export async function startThreadPython(
  settings: SiteSettings,
  modules: readonly OwnCode[],
  listener: ThreadListener,
): Promise<ThreadPython> {
  const { shipped, baseUrl } = settings.options;
  serveShippedFiles(shipped, baseUrl);
  const { pyodide, installPackages } = await start(settings, listener);
  installPackages();
  findOwnModules(pyodide, [...IMPORTED_CODE, ...READER_MODULES, ...modules]);
  const run = (code: OwnCode): Names => runOwnCode(pyodide, code);
  const finder = run(PATCHED_IMPORTS).get('finder');
  (run(WEB_REQUESTS).get('install') as (finder: unknown) => void)(finder);
  return { pyodide, receiveComm: joinComms(pyodide, listener.comm) };
}

interface Started {
  pyodide: Pyodide;
  installPackages: () => void;
}

async function start(settings: SiteSettings, listener: ThreadListener): Promise<Started> {
  const { preparation } = settings;
  if (preparation !== null) {
    const hearing: RestoreListener = { ...listener, keep: null, fetchedLate: () => undefined };
    try {
      const restored = await restorePython({ ...preparation, kept: null }, hearing, PAGES_READER);
      if (restored.missing.length > 0) {
        await restored.pyodide.loadPackage(restored.missing);
      }
      return restored;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      listener.warn(`Python starts without the site's snapshot, which could not be used: ${reason}`);
    }
  }
  return await startCold(settings, listener);
}

async function startCold(settings: SiteSettings, listener: ThreadListener): Promise<Started> {
  const { baseUrl, catalogue, loadPyodideOptions, pyodideUrl } = settings.options;
  const { stdout, stderr, warn, booting } = listener;
  booting({ stage: 'starting' });
  const [core, catalogued]: [PyodideCore, Awaited<ReturnType<typeof fetchCatalogue>>] = await Promise.all([
    importCore(pyodideUrl),
    fetchCatalogue(catalogue, baseUrl),
  ]);
  const options = { stdout, stderr, ...loadPyodideOptions, indexURL: core.indexUrl };
  const pyodide = (await core.loadPyodide(options)) as Pyodide;
  const later = new LaterFiles(baseUrl, new Map(), () => undefined, PAGES_READER);
  return { pyodide, installPackages: showSitePackages(pyodide, catalogued, later, warn) };
}
