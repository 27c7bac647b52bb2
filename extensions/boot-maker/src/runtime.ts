import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importCore, type PyodideCore } from '@lite-build/boot/pyodide-internals';

/** Import a core that lies in a folder. */
export async function importCoreFrom(folder: string): Promise<PyodideCore> {
  // Under Node.js, Pyodide reads its other files by their paths.
  const indexUrl = folder.endsWith(sep) ? folder : folder + sep;
  return { ...(await importCore(pathToFileURL(join(folder, 'pyodide.mjs')).href)), indexUrl };
}
