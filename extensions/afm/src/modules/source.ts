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
  /**
   * Read a file that the module imports. The path is relative to the module's folder, parts separated by `/`, never
   * outside of it. Without this the module can import nothing of its own.
   */
  readonly readSibling?: (path: string, signal: AbortSignal) => Promise<string>;
}

/** What an `_esm` trait holds: an address, or the text itself. */
export function moduleOfTrait(esm: unknown, file: string): ModuleSource {
  const text = typeof esm === 'string' ? esm : '';
  return isAddress(text) ? { kind: 'address', url: text } : { kind: 'text', text, file };
}

/** Tell whether a trait's text is an address. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim());
}

/**
 * A module among the site's own files. Its text is read anew, so that an edited file counts.
 *
 * @throws Error where the file cannot be had.
 */
export async function moduleOfSite(url: URL, signal?: AbortSignal): Promise<ModuleText> {
  return {
    kind: 'text',
    text: await readText(url, signal),
    file: url.href,
    readSibling: (path, reading) => readText(new URL(path, url), reading),
  };
}

async function readText(url: URL, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, { cache: 'no-cache', signal: signal ?? null });
  if (!response.ok) {
    throw new Error(`${url.href} answered ${response.status} ${response.statusText}`);
  }
  return response.text();
}
