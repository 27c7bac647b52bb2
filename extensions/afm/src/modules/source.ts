/** Where a widget's module comes from. */
export type ModuleSource = ModuleAddress | ModuleText;

/** A module that the browser loads by itself, and whose imports are its own. */
export interface ModuleAddress {
  readonly kind: 'address';
  readonly url: string;
}

/** A module whose text is known: from a trait, the kernel's file system, the site's files. */
export interface ModuleText {
  readonly kind: 'text';
  readonly text: string;
  /** The file as its author knows it, such as `counter/widget.js`: stack traces and messages name it. */
  readonly file: string;
  /** Tells the module's folder from others of its name, where a page may meet several. */
  readonly folder?: string;
  /**
   * Read a file that the module imports. The path is relative to the module's folder, parts separated by `/`, never
   * outside of it. Without this the module can import nothing of its own.
   */
  readonly readSibling?: (path: string, signal: AbortSignal) => Promise<string>;
}

/** What an `_esm` trait holds: an address, or the text itself. */
export function moduleOfTrait(text: string, file: string): ModuleSource {
  return isAddress(text) ? { kind: 'address', url: text.trim() } : { kind: 'text', text, file };
}

/** Tell whether a trait's text is an address. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim());
}

/** Reads one of the site's own files. The path is relative to the folder that the site names its files from. */
export type ReadSiteFile = (path: string, signal: AbortSignal) => Promise<string>;

/** What stands before the path of a file of the site's own, as in `site:widgets/counter.js`. */
const SITE = 'site:';

/** The path of a file of the site's own, or null for text that names none. */
export function sitePath(text: string): string | null {
  return /^site:\S.*$/.test(text) ? text.slice(SITE.length) : null;
}

/**
 * A module among the site's own files. Its text is read anew, so that an edited file counts.
 *
 * @throws Error where the file cannot be had.
 */
export async function moduleOfSite(
  path: string,
  read: ReadSiteFile,
  signal: AbortSignal,
): Promise<ModuleText> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return {
    kind: 'text',
    text: await read(path, signal),
    file: path,
    readSibling: (sibling, reading) => read(folder + sibling, reading),
  };
}

/**
 * Reads the site's files by their addresses, relative to the page's.
 *
 * @throws Error where a file cannot be had, or is none of the site's.
 */
export async function fetchSiteFile(path: string, signal: AbortSignal): Promise<string> {
  const site = new URL('.', document.baseURI);
  const url = new URL(path.split('/').map(encodeURIComponent).join('/'), site);
  if (!url.href.startsWith(site.href)) {
    throw new Error(`'${path}' lies outside of the site's folder.`);
  }
  const response = await fetch(url, { cache: 'no-cache', signal });
  if (!response.ok) {
    throw new Error(`${url.href} answered ${response.status} ${response.statusText}`);
  }
  return response.text();
}
