import { PageConfig } from '@jupyterlab/coreutils';
import { wholeDigest } from '@lite-build/messages/digests';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { LIST, MissingPart, siteFile, siteList, type SiteList, UNLISTED } from './site-files.ts';
import { type AddedFile, listingsWith, type SiteListing } from './site-listings.ts';

/** How far an archive is, in bytes of the site's files. */
export type TellProgress = (done: number, all: number) => void;

/** As long as the digests of the list are, in hexadecimal digits. */
const DIGEST_LENGTH = 24;
/** So many files are asked for at a time. */
const SIDE_BY_SIDE = 6;
/** Which files may say of which version of the site they are. */
const SAYS_VERSION = /\.(?:html|js|json|ipynb)$/;
/** What is packed already, or is fast to unpack so: it would be no smaller. */
const PACKED = /\.(?:br|gz|jpe?g|mp4|png|webp|whl|woff2|zip)$/i;

/**
 * Make a zip of this site in which the reader's files are in the place of the published ones: any static host serves it.
 *
 * @throws MissingPart in words, where a file of the site is not to be had, or the site has changed meanwhile; DOMException
 *   AbortError after the signal.
 */
export async function siteArchive(
  list: SiteList,
  own: readonly AddedFile[],
  tell: TellProgress,
  signal: AbortSignal,
): Promise<Blob> {
  const version = await nextVersion(list.version, own);
  const archive = new Archive();
  const files: Record<string, { digest: string; size: number }> = {};
  const changed = await changedFiles(list, own, version, signal);
  const put = async (name: string, content: Uint8Array<ArrayBuffer>): Promise<void> => {
    archive.add(name, content);
    const digest = await wholeDigest(content);
    files[name] = { digest: digest?.slice(0, DIGEST_LENGTH) ?? '', size: content.length };
  };
  for (const name of UNLISTED) {
    archive.add(name, restamped(name, await siteFile(name, list, signal), list.version, version));
  }
  for (const [name, content] of changed) {
    await put(name, content);
  }
  const names = Object.keys(list.files).filter((name) => !changed.has(name));
  const all = names.reduce((sum, name) => sum + (list.files[name]?.size ?? 0), 0);
  let done = 0;
  for (let from = 0; from < names.length; from += SIDE_BY_SIDE) {
    const some = names.slice(from, from + SIDE_BY_SIDE);
    const contents = await Promise.all(some.map(async (name) => await siteFile(name, list, signal)));
    for (const [index, content] of contents.entries()) {
      const name = some[index] ?? '';
      await put(name, name.startsWith('files/') ? content : restamped(name, content, list.version, version));
      done += content.length;
    }
    tell(done, all);
    signal.throwIfAborted();
  }
  // What is not in the list has no digest: of which version it is, is known by what the site is before and after.
  if ((await siteList(signal))?.version !== list.version) {
    throw new MissingPart(
      'The site has got another version meanwhile. Load the page anew, and try once more.',
    );
  }
  archive.add(LIST, encoded({ ...list, version, files }));
  return archive.finished();
}

/** The site with other files is another version of it: browsers that know the published one see that. */
async function nextVersion(version: string, own: readonly AddedFile[]): Promise<string> {
  const parts = own.flatMap(({ path, content }) => [encoded(path), content]);
  const bytes = await new Blob([version, ...parts]).arrayBuffer();
  const digest = await wholeDigest(new Uint8Array(bytes));
  return digest === null || own.length === 0 ? version : digest.slice(0, version.length);
}

/** The reader's files, and the listings that have them. */
async function changedFiles(
  list: SiteList,
  own: readonly AddedFile[],
  version: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const listingName = PageConfig.getOption('contentsAllJsonFile') || 'all.json';
  const nameOf = (folder: string): string =>
    `api/contents/${folder === '' ? '' : `${folder}/`}${listingName}`;
  const listings = await listingsWith(
    own,
    async (folder) => {
      const name = nameOf(folder);
      if (list.files[name] === undefined) {
        return null;
      }
      const content = restamped(name, await siteFile(name, list, signal), list.version, version);
      return JSON.parse(new TextDecoder().decode(content)) as SiteListing;
    },
    version,
  );
  return new Map([
    ...own.map(({ path, content }) => [`files/${path}`, content] as const),
    ...[...listings].map(([folder, listing]) => [nameOf(folder), encoded(listing)] as const),
  ]);
}

/** A file that says of which version it is says the next one. */
function restamped(
  name: string,
  content: Uint8Array<ArrayBuffer>,
  last: string,
  next: string,
): Uint8Array<ArrayBuffer> {
  if (last === next || !SAYS_VERSION.test(name)) {
    return content;
  }
  const text = new TextDecoder().decode(content);
  return text.includes(last) ? new TextEncoder().encode(text.replaceAll(last, next)) : content;
}

function encoded(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A zip that grows file by file: no file's content is needed once it is packed. */
class Archive {
  add(name: string, content: Uint8Array<ArrayBuffer>): void {
    const entry = PACKED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    this.#zip.add(entry);
    entry.push(content, true);
  }

  finished(): Blob {
    this.#zip.end();
    return new Blob(this.#parts, { type: 'application/zip' });
  }

  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  readonly #zip = new Zip((error, part) => {
    if (error) {
      throw error;
    }
    this.#parts.push(new Uint8Array(part));
  });
}
