import type { JupyterFrontEnd } from '@jupyterlab/application';

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
 * @throws Error where there is none.
 */
export async function readSiteFile(path: string): Promise<string> {
  const file = await contents?.get(path, { type: 'file', format: 'text', content: true });
  return String(file?.content);
}
