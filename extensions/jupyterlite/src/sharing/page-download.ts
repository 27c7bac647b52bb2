import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import { FILE } from '@jupyterlite/services';
import { writtenDigest } from '@lite-build/messages/digests';
import type { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { fileAddress } from '../drive/published-files.ts';
import { documentAddress, sharedAddress } from './addresses.ts';
import { laterPart } from './later-part.ts';
import type { MadeFile } from './made-file.ts';
import { withoutOutputs } from './opened-text.ts';
import { UnusableAddress } from './shared-address.ts';
import { isNotebookPath } from './shared-copy.ts';

/** A notebook as the reader has it. */
export interface OpenedNotebook {
  readonly path: string;
  /** Whether the files beside it are the site's. */
  readonly isOfSite: boolean;
  /** Its JSON. */
  readonly text: string;
  readonly isPublished: boolean;
}

/** What a page can show of other files. */
const SHOWN = /^(?:image|audio|video)\//;

/** A notebook as a page, to be made where the reader asks for it. */
export function pageDownload(drive: NamedFilesDrive, opened: OpenedNotebook): MadeFile {
  return {
    label: 'Download as a page',
    says: 'The page shows text, code and outputs in any browser, also with no network. Nothing runs on it.',
    make: async (signal) => await notebookPage(drive, opened, signal),
  };
}

/**
 * Make a page of a notebook: one file of HTML that holds all it shows, with a link that opens the notebook live.
 *
 * @param signal ends it before its end.
 * @throws DOMException AbortError after the signal; Error in words, where it is no notebook that a page can show.
 */
async function notebookPage(
  drive: NamedFilesDrive,
  opened: OpenedNotebook,
  signal: AbortSignal,
): Promise<File> {
  // What renders outputs is as large as it is seldom wanted.
  const { checkedNotebook, pageFile } = await laterPart(import('@lite-build/page/page-file'));
  const name = PathExt.basename(opened.path);
  const notebook = checkedNotebook(name, opened.text, 'Mend its text, and try once more.');
  const page = await pageFile(
    {
      notebook,
      name,
      url: fileAddress(opened.path),
      live: await liveAddress(drive, opened),
      linked: (address) => {
        const path = pathOf(address);
        return path !== null && isNotebookPath(path)
          ? `${documentAddress(path, null)}${address.hash}`
          : address.href;
      },
      read: async (address) => {
        const path = pathOf(address);
        const type = path === null ? null : FILE.getType(PathExt.extname(path).toLowerCase());
        if (!opened.isOfSite || path === null || type == null || !SHOWN.test(type)) {
          return null;
        }
        const content = await contentAt(drive, path);
        return content === null ? null : { type, content };
      },
      date: new Date(),
    },
    signal,
  );
  return new File([page], `${name.replace(/\.ipynb$/i, '')}.html`, { type: 'text/html' });
}

/** A file's bytes, as the reader has them; null where they are not to be had. */
async function contentAt(drive: NamedFilesDrive, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return (await drive.ownWork.read(path)) ?? (await drive.published.read(path));
  } catch (error) {
    console.warn(`${path} could not be put into the page:`, error);
    return null;
  }
}

/**
 * Where a notebook can be run: as it is on the site, else with the reader's version in the address.
 *
 * Its outputs are on the page; those that the page leaves out, and what widgets were given, stay out of the address, too.
 */
async function liveAddress(
  drive: NamedFilesDrive,
  { path, text, isPublished }: OpenedNotebook,
): Promise<string> {
  if (isPublished && (await isAsPublished(drive, path, text))) {
    return documentAddress(path, null);
  }
  try {
    return await sharedAddress({ path, text: withoutOutputs(text) }, isPublished);
  } catch (error) {
    if (error instanceof UnusableAddress) {
      return isPublished ? documentAddress(path, null) : PageConfig.getBaseUrl();
    }
    throw error;
  }
}

async function isAsPublished(drive: NamedFilesDrive, path: string, text: string): Promise<boolean> {
  const version = await drive.published.version(path);
  const written = await writtenDigest(PathExt.basename(path), new TextEncoder().encode(text));
  return written !== null && version !== null && version !== 'unnamed' && version.written === written;
}

/** The path of a file of the site's contents; null of any other address. */
function pathOf(address: URL): string | null {
  const folder = fileAddress('').href;
  const [plain = ''] = address.href.split(/[?#]/);
  if (!plain.startsWith(folder)) {
    return null;
  }
  try {
    return decodeURIComponent(plain.slice(folder.length));
  } catch {
    return null;
  }
}
