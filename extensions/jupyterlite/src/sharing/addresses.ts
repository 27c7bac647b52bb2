import { PageConfig } from '@jupyterlab/coreutils';
import { fragmentWith, type SharedDocument } from './shared-address.ts';

/**
 * The address of a document of the site, in the application of this page.
 *
 * @param cell the name of the notebook's cell that it leads to.
 */
export function documentAddress(path: string, cell: string | null): string {
  const address = applicationAddress();
  // JupyterLite decodes it twice.
  address.search = `?path=${encodeURIComponent(path.replaceAll('%', '%25'))}`;
  address.hash = cell === null ? '' : `#cell-id=${encodeURIComponent(cell)}`;
  return address.href;
}

/**
 * The address that brings a document, in the application of this page.
 *
 * @param isPublished whether the site has one at its path: that is opened where the reader leaves the other.
 * @throws UnusableAddress in words, where it is too much for an address.
 */
export async function sharedAddress(document: SharedDocument, isPublished: boolean): Promise<string> {
  const address = new URL(isPublished ? documentAddress(document.path, null) : applicationAddress());
  address.hash = await fragmentWith(document);
  return address.href;
}

function applicationAddress(): URL {
  const application = PageConfig.getOption('appUrl').replace(/^\/+/, '');
  return new URL(`${application}/index.html`, PageConfig.getBaseUrl());
}
