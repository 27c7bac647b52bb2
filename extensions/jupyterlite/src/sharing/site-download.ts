import { PageConfig } from '@jupyterlab/coreutils';
import { packedWork } from '../own-work/carried-work.ts';
import { archiveName, isPath } from '../own-work/work-archive.ts';
import type { OwnWork } from '../versions/own-work.ts';
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
 * @returns null where the site has no list of its files.
 */
export async function siteDownload(work: OwnWork, unsaved: UnsavedDocument | null): Promise<MadeFile | null> {
  const list = await siteList();
  if (list === null) {
    return null;
  }
  const sizes = Object.values(list.files).map(({ size }) => size);
  const size = sizeOf(sizes.reduce((sum, each) => sum + each, 0));
  const own = (await work.models()).filter(({ type }) => type !== 'directory').length;
  return {
    label: 'Download the site as a zip',
    says:
      `${sizes.length.toLocaleString('en')} files, ${size} before they are packed. ` +
      `Of your files ${own.toLocaleString('en')} are in it, in the place of the published ones. ` +
      'Unpacked, any static host serves it.',
    make: async (signal, tell) => {
      const { siteArchive } = await import('./site-archive.ts');
      const { files } = await packedWork(work);
      const added = files.filter(({ path }) => path !== unsaved?.path && isPath(path));
      if (unsaved !== null) {
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
