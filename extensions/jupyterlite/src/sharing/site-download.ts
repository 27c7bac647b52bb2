import { PageConfig } from '@jupyterlab/coreutils';
import { readWork } from '../own-work/carried-work.ts';
import { archiveName, isPath, listed } from '../own-work/work-archive.ts';
import type { OwnWork } from '../versions/own-work.ts';
import { laterPart } from './later-part.ts';
import { type MadeFile, sizeOf } from './made-file.ts';
import { siteList } from './site-files.ts';

/** A document with edits that are not saved yet. */
export interface UnsavedDocument {
  readonly path: string;
  readonly text: string;
}

/**
 * The whole site as a zip, with the reader's files in it.
 *
 * @param unsaved the document in front, where it is not saved.
 * @param closed ends the question for the site's files.
 * @returns null where the site has no list of its files.
 * @throws MissingPart in words, where the list is not to be had; DOMException AbortError after the signal.
 */
export async function siteDownload(
  work: OwnWork,
  unsaved: UnsavedDocument | null,
  closed: AbortSignal,
): Promise<MadeFile | null> {
  const list = await siteList(closed);
  if (list === null) {
    return null;
  }
  const sizes = Object.values(list.files).map(({ size }) => size);
  const size = sizeOf(sizes.reduce((sum, each) => sum + each, 0));
  const stored = (await work.models()).filter(({ type }) => type !== 'directory').map(({ path }) => path);
  const own = [...new Set([...stored, ...(unsaved === null ? [] : [unsaved.path])])];
  const odd = own.filter((path) => !isPath(path));
  const leftOut = `Left out, since sites can have no files of such names: ${listed(odd)}. `;
  return {
    label: 'Download the site as a zip',
    says:
      `${sizes.length.toLocaleString('en')} files, ${size} before they are packed. ` +
      `Of your files ${(own.length - odd.length).toLocaleString('en')} are in it, in the place of the published ones. ` +
      (odd.length > 0 ? leftOut : '') +
      'Unpacked, any static host serves it.',
    make: async (signal, tell) => {
      const { siteArchive } = await laterPart(import('./site-archive.ts'));
      const { files } = await readWork(work);
      signal.throwIfAborted();
      const added = files.filter(({ path }) => path !== unsaved?.path && isPath(path));
      if (unsaved !== null && isPath(unsaved.path)) {
        const content = new TextEncoder().encode(unsaved.text);
        added.push({ path: unsaved.path, content, modified: Date.now(), origin: undefined });
      }
      const archive = await siteArchive(
        list,
        added,
        (done, all) => {
          tell(all === 0 ? 1 : done / all);
        },
        signal,
      );
      const name = archiveName(new URL(PageConfig.getBaseUrl()).pathname, new Date(), 'site');
      return new File([archive], name, { type: 'application/zip' });
    },
  };
}
