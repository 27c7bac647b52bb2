import { PathExt } from '@jupyterlab/coreutils';
import { versionOf } from '@lite-build/messages/digests';
import { modelOf } from '../own-work/carried-work.ts';

/** An entry of a listing. */
interface Entry {
  readonly name: string;
  readonly path: string;
}

/** A folder's listing, as it lies in a site. */
export interface SiteListing {
  readonly content: readonly Entry[];
}

/** A file that a site is to have. */
export interface AddedFile {
  readonly path: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** In milliseconds since 1970. */
  readonly modified: number;
}

/**
 * The listings of a site that has some more files, or others in the place of its own.
 *
 * @param listing a folder's, as it is; null where the site has no such folder.
 * @returns those that change, by their folders.
 */
export async function listingsWith(
  added: readonly AddedFile[],
  listing: (folder: string) => Promise<SiteListing | null>,
  siteVersion: string,
): Promise<ReadonlyMap<string, SiteListing>> {
  const changed = new Map<string, SiteListing>();
  const enter = async (path: string, entry: Entry, modified: number): Promise<void> => {
    const folder = PathExt.dirname(path);
    const known = changed.get(folder) ?? (await listing(folder));
    if (known === null && folder !== '') {
      await enter(folder, entryOf(folder, modified, null), modified);
    }
    const before = changed.get(folder) ??
      known ?? { ...entryOf(folder, modified, null), siteVersion, content: [] };
    const isThere = before.content.some(({ name }) => name === entry.name);
    // A folder that is there stays as it is.
    const others = before.content.filter(({ name }) => name !== entry.name);
    changed.set(folder, {
      ...before,
      content: isThere && !('version' in entry) ? before.content : [...others, entry],
    });
  };
  for (const { path, content, modified } of added) {
    const version = await versionOf(PathExt.basename(path), content);
    const entry = { ...entryOf(path, modified, content), version: version ?? undefined };
    await enter(path, entry, modified);
  }
  return changed;
}

/** What a listing says of a file, or of a folder. */
function entryOf(path: string, modified: number, content: Uint8Array<ArrayBuffer> | null): Entry {
  const { size, ...model } = modelOf(path, modified, content);
  const isFolder = content === null;
  return { ...model, format: isFolder ? 'json' : null, content: null, size: isFolder ? null : size } as Entry;
}
