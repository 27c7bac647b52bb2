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
/** As long as the host may say nothing, in milliseconds. */
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
  const text = new TextDecoder().decode(await fetched(LIST, 'no-cache', signal));
  try {
    return JSON.parse(text) as SiteList;
  } catch {
    throw new MissingPart(`The host gives something else by the name ${LIST}.`);
  }
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
  const silence = new AbortController();
  const silent = (): void => {
    silence.abort();
  };
  let timer = setTimeout(silent, PATIENCE);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let response: Response;
  try {
    response = await fetch(address, { cache, signal: AbortSignal.any([silence.signal, signal]) });
    const reader = response.ok ? response.body?.getReader() : undefined;
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      chunks.push(read.value);
      clearTimeout(timer);
      timer = setTimeout(silent, PATIENCE);
    }
  } catch (error) {
    signal.throwIfAborted();
    const reason = silence.signal.aborted ? `The host has said nothing for ${PATIENCE / 1000} seconds. ` : '';
    throw new MissingPart(
      `${name} could not be fetched. ${reason}Look at the connection, and try once more.`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok) {
    void response.body?.cancel();
    throw new MissingPart(`${name} could not be fetched: the host answered ${response.status}.`);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
