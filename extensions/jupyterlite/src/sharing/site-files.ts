import { PageConfig } from '@jupyterlab/coreutils';
import { wholeDigest } from '@lite-build/messages/digests';

/** A file of the site, as the site's list has it. */
export interface ListedFile {
  /** The beginning of the SHA-256 of its bytes, in hexadecimal digits. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

/** All files of a site: what its service worker keeps is read from the same list. */
export interface SiteList {
  readonly version: string;
  readonly files: Readonly<Record<string, ListedFile>>;
}

export const LIST = 'offline-files.json';
/** Not in the list: the host is always asked for these. */
export const UNLISTED = ['service-worker.js', 'site-version.json'];

/** A part of the site that is not to be had as it should be, in words. */
export class MissingPart extends Error {}

/**
 * The list of all files of this site.
 *
 * @returns null where the site has none, which is so without `SiteAddon.offline`.
 * @throws MissingPart in words, where it cannot be read.
 */
export async function siteList(): Promise<SiteList | null> {
  if (PageConfig.getOption('offline') === '') {
    return null;
  }
  return JSON.parse(new TextDecoder().decode(await fetched(LIST, 'no-cache'))) as SiteList;
}

/**
 * A file of the site, as its host has it.
 *
 * @throws MissingPart in words, where it is not to be had, or is of another version of the site.
 */
export async function siteFile(
  name: string,
  list: SiteList,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { digest } = list.files[name] ?? {};
  const kept = await fetched(name, digest === undefined ? 'no-cache' : 'default', signal);
  if (digest === undefined || (await isOf(kept, digest))) {
    return kept;
  }
  const anew = await fetched(name, 'reload', signal);
  if (await isOf(anew, digest)) {
    return anew;
  }
  throw new MissingPart(`${name} is of another version of this site. Load the page anew, and try once more.`);
}

/** Whether bytes have a digest; taken for granted where the browser takes none. */
async function isOf(content: Uint8Array<ArrayBuffer>, digest: string): Promise<boolean> {
  return (await wholeDigest(content))?.startsWith(digest) ?? true;
}

async function fetched(
  name: string,
  cache: RequestCache,
  signal: AbortSignal | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = new URL(name.split('/').map(encodeURIComponent).join('/'), PageConfig.getBaseUrl());
  let response: Response;
  try {
    response = await fetch(address, { cache, signal });
    if (response.ok) {
      return new Uint8Array(await response.arrayBuffer());
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new MissingPart(`${name} could not be fetched. Look at the connection, and try once more.`, {
      cause: error,
    });
  }
  throw new MissingPart(`${name} could not be fetched: the host answered ${response.status}.`);
}
