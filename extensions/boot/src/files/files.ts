import { type Archive, unpackArchive } from '../packages/archive.ts';
import type { GzipStream } from './decompress.ts';
import { gunzip } from './gunzip.ts';
import type { BootFile } from './manifest.ts';

/** Gives a whole file of the site, by its URL there, while Python waits. Throws where it is not to be had. */
export type ReadFile = (url: string) => Uint8Array;

/**
 * Ask for one of the files that a kernel boots from.
 *
 * @param siteUrl the site's root, with a slash at its end.
 * @throws TypeError where it is not there.
 */
export async function requestBootFile(file: BootFile, siteUrl: string): Promise<Response> {
  const url = new URL(file.url, siteUrl);
  const response = await fetch(url);
  if (!response.ok) {
    throw new TypeError(`${url.href}: ${response.status} ${response.statusText}`);
  }
  return response;
}

/** What comes of a response; nothing where it is empty. */
export function streamOf(response: Response): GzipStream {
  return response.body ?? new Blob([]).stream();
}

/**
 * Read an archive of the site, while Python waits.
 *
 * @throws Error where it is not to be had, or not what it was.
 */
export function readArchive(read: ReadFile, { url, size }: BootFile): Archive {
  return unpackArchive(gunzip(read(url), size));
}

/**
 * Read a text of the site, while Python waits.
 *
 * @throws Error where it is not to be had, or not what it was.
 */
export function readText(read: ReadFile, { url, size }: BootFile): string {
  return new TextDecoder().decode(gunzip(read(url), size));
}
