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
/** Says which version of the site its host has. */
export const VERSION_FILE = 'site-version.json';
/** Not in the list: the host is always asked for these. */
export const UNLISTED = ['service-worker.js', VERSION_FILE];
/** As long as the host may take for the list, in milliseconds. */
const PATIENCE = 30_000;

/** A part of the site that is not to be had as it should be, in words. */
export class MissingPart extends Error {}

/**
 * The list of all files of this site.
 *
 * @returns null where the site has none, which is so without `SiteAddon.offline`.
 * @throws MissingPart in words, where it cannot be read; DOMException AbortError after the signal.
 */
export async function siteList(signal: AbortSignal): Promise<SiteList | null> {
  if (PageConfig.getOption('offline') === '') {
    return null;
  }
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(
      new MissingPart(`The host has not given ${LIST} within ${PATIENCE / 1000} seconds. Try it once more.`),
    );
  }, PATIENCE);
  try {
    const content = await fetched(LIST, 'no-cache', AbortSignal.any([late.signal, signal]));
    return listIn(new TextDecoder().decode(content));
  } finally {
    clearTimeout(timer);
  }
}

function listIn(text: string): SiteList {
  try {
    const list = JSON.parse(text) as Partial<SiteList> | null;
    if (typeof list?.version === 'string' && typeof list.files === 'object') {
      return list as SiteList;
    }
  } catch {
    // Some hosts answer by a page of theirs.
  }
  throw new MissingPart(`The host gives something else by the name ${LIST}.`);
}

/**
 * A file of the site, as its host has it.
 *
 * @throws MissingPart in words, where it is not to be had, or is of another version of the site; DOMException AbortError
 *   after the signal.
 */
export async function siteFile(
  name: string,
  list: SiteList,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // The service worker would keep each of them as a file that the reader has opened.
  const content = await fetched(name, 'no-store', signal);
  const { digest } = list.files[name] ?? {};
  const isOfVersion =
    name === VERSION_FILE
      ? new TextDecoder().decode(content).includes(list.version)
      : digest === undefined || (await isOf(content, digest));
  if (!isOfVersion) {
    throw new MissingPart(
      `${name} is of another version of this site. Load the page anew, and try once more.`,
    );
  }
  return content;
}

/** Whether bytes have a digest; taken for granted where the browser takes none. */
async function isOf(content: Uint8Array<ArrayBuffer>, digest: string): Promise<boolean> {
  return (await wholeDigest(content))?.startsWith(digest) ?? true;
}

async function fetched(
  name: string,
  cache: RequestCache,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = new URL(name.split('/').map(encodeURIComponent).join('/'), PageConfig.getBaseUrl());
  let response: Response;
  try {
    response = await fetch(address, { cache, signal });
    if (response.ok) {
      return new Uint8Array(await response.arrayBuffer());
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new MissingPart(`${name} could not be fetched. Look at the connection, and try once more.`, {
      cause: error,
    });
  }
  throw new MissingPart(`${name} could not be fetched: the host answered ${response.status}.`);
}
