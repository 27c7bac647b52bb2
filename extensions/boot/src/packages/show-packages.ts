import { parseCatalogue } from './catalogue.ts';
import type { ReadFile } from '../files/files.ts';
import { INSTALLED_PACKAGES } from './installed-packages-code.ts';
import { InstalledPackages, type InstallingRuntime } from './installed-packages.ts';
import { type CodeRunner, runOwnCode } from '../own-code.ts';
import { sitePackagesOf } from '../pyodide-internals.ts';

/** In bytes, before compression: a first visit hardly has more to fetch for it, compressed to a third. */
const SMALL = 256 * 1024;

/** What of Pyodide is used here. */
export type Runtime = CodeRunner & InstallingRuntime;

/** Fetches files of the site side by side; what cannot be had is left to whoever reads it. */
export type FetchAhead = (urls: readonly string[]) => Promise<void>;

/**
 * Show the site's packages to Python as if they were installed.
 *
 * @param catalogue tells of them, as JSON.
 * @param warn is told of a file of the site that cannot be used.
 * @returns what has imports find them, once the kernel's own modules are imported.
 * @throws Error where the catalogue cannot be used.
 */
export function showPackages(
  runtime: Runtime,
  catalogue: string,
  read: ReadFile,
  warn: (reason: string) => void,
  fetchAhead: FetchAhead | null,
): () => void {
  const packages = new InstalledPackages(
    runtime,
    sitePackagesOf(runtime),
    parseCatalogue(catalogue),
    read,
    warn,
  );
  packages.show();
  return () => {
    const { modules } = packages;
    if (modules.length === 0) {
      return;
    }
    if (packages.metadata.size <= SMALL) {
      // No start waits for it, and neither does a first look at a version, or a first `%pip`.
      fetchAhead?.([packages.metadata.url]).catch(() => undefined);
    }
    const install = runOwnCode(runtime, INSTALLED_PACKAGES).get('install') as (
      modules: readonly string[],
      bring: (module: string) => string | undefined,
      fetchAhead: ((modules: readonly string[]) => Promise<void>) | null,
    ) => void;
    install(
      modules,
      (module) => packages.bring(module),
      fetchAhead === null
        ? null
        : async (names) => {
            await fetchAhead(packages.filesFor(names).map(({ url }) => url));
          },
    );
  };
}
