import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { FILE, MIME } from '@jupyterlite/services';
import { toBase64 } from '@lite-build/drive/base64';
import { type Version, versionOf, wholeDigest } from '@lite-build/messages/digests';
import { fetchAnew } from '@lite-build/messages/fetch-anew';
import type { Published } from '../versions/decision.ts';
import type { OwnModel } from '../versions/origin.ts';

/** An entry of a site's listing: a file has its version with it, in sites that name versions. */
type Listed = Contents.IModel & { readonly version?: Version };
/** A folder's listing, which says of which version of the site it is. */
interface PublishedListing {
  readonly content: Listed[];
  readonly siteVersion?: string;
}
const NOTHING: PublishedListing = { content: [] };
/** How long a listing that could not be read counts as such, in milliseconds. */
const RETRY_MILLISECONDS = 5000;

/** A listing; `isRead` is false where it could not be read. */
interface Listing {
  readonly entries: Map<string, Listed>;
  readonly isRead: boolean;
}

/**
 * The files that a site publishes. Its listings are read once a page, past what the browser has kept of them.
 */
export class PublishedFiles {
  /** What is published in a folder, by names: nothing where there is no such folder. */
  async list(folder: string): Promise<ReadonlyMap<string, OwnModel>> {
    const { entries } = await this.#list(folder);
    return new Map([...entries].map(([name, listed]) => [name, withOrigin(listed)]));
  }

  /** What is published at a path, but for its content. */
  async find(path: string): Promise<OwnModel | null> {
    const listed = await this.#find(path);
    return listed === null ? null : withOrigin(listed);
  }

  /** The version that is published at a path. */
  async version(path: string): Promise<Published> {
    const { entries, isRead } = await this.#list(PathExt.dirname(path));
    const listed = entries.get(PathExt.basename(path));
    // What cannot be read may well be there.
    return listed === undefined ? (isRead ? null : 'unnamed') : (listed.version ?? 'unnamed');
  }

  /** A file's bytes; null where there is none. */
  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const address = fileAddress(path);
    // It is asked for again as JupyterLab makes its first checkpoint.
    const content = await bytesOf(await (this.#asked.has(path) ? fetch(address) : fetchPublished(address)));
    this.#asked.add(path);
    const isShown = this.#shown.has(path);
    if (content !== null) {
      this.#shown.add(path);
    }
    const listed = await this.#find(path);
    if (content === null || listed?.version === undefined) {
      return content;
    }
    const whole = await wholeDigest(content);
    if (whole === null || whole === listed.version.whole) {
      return content;
    }
    // A host that is half through with an update, or a cache between here and there.
    const again = (await bytesOf(await fetchAnew(address, { cache: 'reload' }))) ?? content;
    const version = await versionOf(listed.name, again);
    // What is shown is what a copy is made from, whatever the listing says. An editor may show what was read before.
    if (version !== null && !isShown) {
      const { entries } = await this.#list(PathExt.dirname(path));
      entries.set(listed.name, { ...listed, version });
    }
    return again;
  }

  /**
   * A file or a folder as JupyterLab's contents have it, with its content if that is asked for.
   *
   * Formats are those that upstream's drive gives.
   */
  async model(path: string, withContent: boolean): Promise<OwnModel | null> {
    const model = await this.find(path);
    if (model === null || !withContent) {
      return model;
    }
    if (model.type === 'directory') {
      return { ...model, content: [...(await this.list(path)).values()] };
    }
    const content = await this.read(path);
    // With the version of what was read.
    const present = await this.find(path);
    return content === null || present === null ? null : { ...present, ...formatted(present, content) };
  }

  async #find(path: string): Promise<Listed | null> {
    return (await this.#list(PathExt.dirname(path))).entries.get(PathExt.basename(path)) ?? null;
  }

  async #list(folder: string): Promise<Listing> {
    const known = this.#listings.get(folder);
    if (known !== undefined) {
      return await known;
    }
    const fetching = this.#fetch(folder);
    this.#listings.set(folder, fetching);
    const listing = await fetching;
    if (!listing.isRead) {
      // The host may well answer later.
      setTimeout(() => this.#listings.delete(folder), RETRY_MILLISECONDS);
    }
    return listing;
  }

  async #fetch(folder: string): Promise<Listing> {
    const name = PageConfig.getOption('contentsAllJsonFile');
    const above = folder === '' ? null : await this.#list(PathExt.dirname(folder));
    // The site has no listing of a folder that the reader has made.
    const isThere = above === null || above.entries.get(PathExt.basename(folder))?.type === 'directory';
    if (name === '' || !isThere) {
      return { entries: new Map(), isRead: above?.isRead ?? true };
    }
    const address = `api/contents/${folder === '' ? '' : `${encoded(folder)}/`}${name}`;
    try {
      const response = await fetchPublished(new URL(address, PageConfig.getBaseUrl()));
      if (!response.ok && response.status !== 404) {
        throw new Error(`its host answered ${response.status}`);
      }
      const { content, siteVersion } = response.ok ? ((await response.json()) as PublishedListing) : NOTHING;
      tellOfVersion(response.url, siteVersion);
      return { entries: new Map(content.map((listed) => [listed.name, listed])), isRead: true };
    } catch (error) {
      console.warn(`${address} cannot be read: ${String(error)}`);
      return { entries: new Map(), isRead: false };
    }
  }

  /** Paths of which the browser's cache has what the host had when this page first asked. */
  readonly #asked = new Set<string>();
  /** Paths of which something was read already. */
  readonly #shown = new Set<string>();
  readonly #listings = new Map<string, Promise<Listing>>();
}

/** Let the page compare which version of the site a listing is of (`extensions/page/src/site-version`). */
function tellOfVersion(address: string, version: string | undefined): void {
  if (version !== undefined) {
    document.dispatchEvent(new CustomEvent('lite-build-read', { detail: { address, version } }));
  }
}

/** The address of a published file. */
export function fileAddress(path: string): URL {
  return new URL(`files/${encoded(path)}`, PageConfig.getBaseUrl());
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Ask the host, past what a cache may still hold; with no network, what the cache holds. */
async function fetchPublished(address: URL): Promise<Response> {
  return await fetch(address, { cache: 'no-cache' }).catch(
    async () => await fetch(address, { cache: 'force-cache' }),
  );
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

/** An entry as the page has it: a copy that is made from it knows its origin. */
function withOrigin({ version, ...model }: Listed): OwnModel {
  return version === undefined
    ? model
    : { ...model, origin: { path: model.path, madeFrom: version, written: version.written } };
}

function formatted(
  { name, type, mimetype }: Contents.IModel,
  bytes: Uint8Array<ArrayBuffer>,
): Pick<Contents.IModel, 'content' | 'format' | 'mimetype' | 'size'> {
  const extension = PathExt.extname(name);
  const size = bytes.length;
  const known = mimetype as string | null;
  if (
    type === 'notebook' ||
    FILE.hasFormat(extension, 'json') ||
    known?.includes('json') === true ||
    /\.(?:ipynb|[^/]*json[^/]*)$/.test(name)
  ) {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return { content, format: 'json', mimetype: known ?? MIME.JSON, size };
  }
  if (FILE.hasFormat(extension, 'text') || known?.includes('text') === true) {
    return {
      content: new TextDecoder().decode(bytes),
      format: 'text',
      mimetype: known ?? MIME.PLAIN_TEXT,
      size,
    };
  }
  return { content: toBase64(bytes), format: 'base64', mimetype: known ?? MIME.OCTET_STREAM, size };
}
