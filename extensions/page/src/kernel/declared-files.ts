import type { DeclaredFile, DeclaredFolder } from '@lite-build/messages';
import { AuthorMistake } from '../elements/author-mistake.ts';

/**
 * Where Python works in a page: in the folder of the page's address, so that paths from there are what relative
 * addresses are.
 *
 * @param base what the page's addresses are relative to.
 */
export function folderOf(base: string): string {
  const url = URL.parse(base);
  return url === null ? '' : namesOf(url).slice(0, -1).join('/');
}

/**
 * The files that an attribute `files` names, by addresses with spaces between them.
 *
 * @param base what the addresses are relative to.
 * @throws AuthorMistake if one of them is none of a file.
 */
export function declaredFiles(addresses: string, base: string): DeclaredFile[] {
  return addresses
    .split(/\s+/)
    .filter((address) => address !== '')
    .map((address) => {
      const url = URL.parse(address, base);
      const names = url === null ? [] : namesOf(url);
      const name = names.at(-1) ?? '';
      if (url === null || name === '') {
        throw new AuthorMistake(
          `files names ${address}, which is no address of a file.`,
          'Name each file, relative to the page, with spaces between them: files="data/a.csv data/b.csv".',
        );
      }
      // What is from elsewhere has no place in the page's folders.
      const path = url.origin === new URL(base).origin ? names.join('/') : joined(folderOf(base), name);
      return { path, url: url.href };
    });
}

/** What Python sees of a page's files. */
export function declaredFolder(files: readonly DeclaredFile[]): DeclaredFolder {
  return { folder: folderOf(document.baseURI), files };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The names in an address' path: those of folders, and the last one of what is in them, which may be empty. */
function namesOf({ pathname }: URL): string[] {
  const names = pathname.split('/').map((name) => decoded(name).replaceAll('/', '_'));
  return names.filter((name, index) => name !== '' || index === names.length - 1);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
