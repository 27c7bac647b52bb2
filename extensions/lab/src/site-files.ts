import type { JupyterFrontEnd } from '@jupyterlab/application';
import { isBelowFolder } from '@lite-build/afm';

type Contents = JupyterFrontEnd['serviceManager']['contents'];

let contents: Contents | null = null;

/** Say where the files of the site are: among the contents that its file browser shows. */
export function haveContents(found: Contents): void {
  contents = found;
}

/**
 * Read a file of the site, as its reader has it: with her edits, and wherever the site lies.
 *
 * @param path from the root of the file browser.
 * @throws Error where there is none, or the path leads out of the site's files.
 */
export async function readSiteFile(path: string): Promise<string> {
  if (!isBelowFolder(path)) {
    throw new Error(`'${path}' lies outside of the site's files.`);
  }
  const file = await contents?.get(path, { type: 'file', format: 'text', content: true });
  return String(file?.content);
}
