import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { copiesOf, type CopyOf, isBelowFolder } from '@lite-build/afm';

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

/** By this name the settings of a site of lite-build's tell what it ships; other sites have none of it. */
const SITE_PLUGIN = '@lite-build/jupyterlite:kernel';

/** Where the site has a copy of what a widget imports from another host. */
export function copyOf(address: string): string | undefined {
  siteCopies ??= copiesOf(vendoredFiles(), new URL(PageConfig.getBaseUrl(), location.href).href);
  return siteCopies(address);
}

let siteCopies: CopyOf | null = null;

function vendoredFiles(): Readonly<Record<string, string>> {
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly vendored?: Readonly<Record<string, string>> } | undefined>
  >;
  return settings[SITE_PLUGIN]?.vendored ?? {};
}
