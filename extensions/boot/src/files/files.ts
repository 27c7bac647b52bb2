import { type Archive, unpackArchive } from '../packages/archive.ts';
import { gunzip } from './gunzip.ts';
import type { BootFile } from './manifest.ts';

/** Gives a whole file of the site, by its URL there, while Python waits. Throws where it is not to be had. */
export type ReadFile = (url: string) => Uint8Array;

/** How a file is fetched. */
export interface FetchOptions {
  /** Is told how many bytes, decompressed, have come so far. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Fetch one of the files that a kernel boots from, and decompress it as it comes.
 *
 * @param siteUrl the site's root, with a slash at its end.
 * @throws TypeError, DOMException where it is not there, not whole, or not what it was: gzip has a checksum.
 */
export async function fetchBootFile(
  file: BootFile,
  siteUrl: string,
  { onProgress = () => undefined }: FetchOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(file.url, siteUrl);
  const response = await fetch(url);
  if (!response.ok || response.body === null) {
    throw new TypeError(`${url.href}: ${response.status} ${response.statusText}`);
  }
  return decompress(response.body, file.size, onProgress);
}

/**
 * Undo gzip.
 *
 * @param size of what comes out, in bytes.
 * @throws TypeError where it is another size, or no gzip.
 */
export async function decompress(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  size: number,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(size);
  let bytes = 0;
  const parts = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (let part = await parts.read(); !part.done; part = await parts.read()) {
    if (bytes + part.value.length > size) {
      await parts.cancel();
      throw new TypeError(`a file to boot from is longer than ${size} bytes`);
    }
    whole.set(part.value, bytes);
    bytes += part.value.length;
    onProgress(bytes);
  }
  if (bytes !== size) {
    throw new TypeError(`a file to boot from has ${bytes} bytes instead of ${size}`);
  }
  return whole;
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
