import { readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NO_NETWORK } from './refusals';
import type { ShippedFile, ShippedFiles } from '@lite-build/messages';

/** The origin under which the site's files are reached. RFC 2606 keeps `.invalid` free of real hosts. */
export const SITE_ORIGIN = 'https://site.invalid';

// What `WebAssembly.compileStreaming` and module scripts insist on; a static host sends the same.
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** What the site's host answers. */
export interface SiteAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** `Request` with relative addresses, which Node.js's own lacks since it has no address itself. */
export class WorkerRequest extends Request {
  constructor(input: string | URL | Request, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, globalThis.location.href) : input, init);
  }
}

/** The built site as an origin of its own: what a browser would get of it, by URL. */
export class SiteOrigin {
  /**
   * @param site the site's folder, absolute.
   * @param shipped files of other hosts that the site has: they are answered at their own addresses.
   */
  constructor(site: string, shipped: ShippedFiles = {}) {
    this.#root = join(site, sep);
    this.#shipped = new Map(Object.entries(shipped).map(([url, file]) => [new URL(url).href, file]));
  }

  /** Make an address of what a setting names relative to the site. */
  url(relative: string): string {
    return new URL(relative, `${SITE_ORIGIN}/`).href;
  }

  /** What the page's `fetch` does, with this one origin in the world. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new WorkerRequest(input, init);
    const { protocol } = new URL(request.url);
    if (protocol === 'data:' || protocol === 'blob:') {
      return this.#nodeFetch(request);
    }
    const { body, ...response } = this.answer(request.method, request.url);
    return new Response(response.status === 200 && request.method !== 'HEAD' ? body : null, response);
  };

  /**
   * Answer a request of the page's for one of the site's files, or of those that it ships.
   *
   * @throws TypeError where it is for anything else.
   */
  answer(method: string, url: string): SiteAnswer {
    const shipped = this.#shippedFile(method, url);
    const path = this.#path(shipped === undefined ? url : this.url(shipped.file));
    const nothing = { headers: new Headers(), body: new Uint8Array() };
    if (method !== 'GET' && method !== 'HEAD') {
      return { status: 405, statusText: 'Method Not Allowed', ...nothing };
    }
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
      return { status: 404, statusText: 'Not Found', ...nothing };
    }
    const type = shipped?.type ?? MEDIA_TYPES[extname(path)] ?? 'application/octet-stream';
    const headers = new Headers({ 'Content-Type': type });
    const body = method === 'HEAD' ? nothing.body : new Uint8Array(readFileSync(path));
    return { status: 200, statusText: 'OK', headers, body };
  }

  /**
   * Read a file of the site while everything else waits.
   *
   * @throws Error where there is none.
   */
  read(relative: string): Uint8Array {
    return readFileSync(this.#path(this.url(relative)));
  }

  /** Let `import(url)` reach the site's modules, and nothing else: none of Node.js's own, no other file. */
  serveImports(): void {
    registerHooks({
      resolve: (specifier, context) => {
        const base = context.parentURL?.startsWith(SITE_ORIGIN) ? context.parentURL : `${SITE_ORIGIN}/`;
        if (!URL.canParse(specifier) && !/^\.{0,2}\//.test(specifier)) {
          throw new TypeError(`Failed to resolve module specifier "${specifier}"`);
        }
        const url = new URL(specifier, base);
        if (url.protocol !== 'data:') {
          this.#path(url.href);
        }
        return { url: url.href, format: 'module', shortCircuit: true };
      },
      load: (url, context, nextLoad) =>
        url.startsWith('data:')
          ? nextLoad(url, context)
          : { format: 'module', source: readFileSync(this.#path(url)), shortCircuit: true },
    });
  }

  #path(address: string): string {
    const url = new URL(address);
    if (url.origin !== SITE_ORIGIN) {
      const reached = /^(https?|wss?):$/.test(url.protocol)
        ? NO_NETWORK
        : 'the check has nothing outside the site';
      throw new TypeError(`${reached}: ${address}`);
    }
    // By way of a file URL, since this decodes, and refuses what would leave the folder (%2F, %5C).
    return fileURLToPath(new URL(`.${url.pathname}`, pathToFileURL(this.#root)));
  }

  #shippedFile(method: string, address: string): ShippedFile | undefined {
    const url = new URL(address);
    url.hash = '';
    return method === 'GET' || method === 'HEAD' ? this.#shipped.get(url.href) : undefined;
  }

  readonly #root: string;
  readonly #shipped: ReadonlyMap<string, ShippedFile>;
  readonly #nodeFetch = globalThis.fetch;
}
