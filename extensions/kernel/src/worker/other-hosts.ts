import { keepFetchLayer } from '../runtime/fetch-layers.ts';
import { addressOf } from '../runtime/watched-fetch.ts';

/** What to do where another host cannot be read. */
const REMEDY =
  'Put a copy of the file beside the notebook, have the site ship it (DataAddon.files of its build), or take it from a ' +
  'host that allows pages of other sites to read it (with the header Access-Control-Allow-Origin).';

/** The site's root, once it is known; a page of another origin reads the site's files from there. */
let site: string | null = null;

/** Have what is said of the site's own files be of the site. */
export function explainSite(siteUrl: string): void {
  site = siteUrl;
}

/**
 * Have a request that another host does not answer, or whose answer the page may not read, fail with a sentence that says
 * so: the browser tells neither which host it was nor why. Whatever asks in the worker has it as its error's text.
 */
export function explainOtherHosts(): void {
  keepFetchLayer((next) => async (...request) => {
    try {
      return await next(...request);
    } catch (error) {
      const url = otherHostOf(addressOf(request[0]));
      // What is no TypeError is the caller's own doing.
      if (url === null || !(error instanceof TypeError)) {
        throw error;
      }
      throw new TypeError(await reasonOf(url, next), { cause: error });
    }
  });
  const { prototype } = XMLHttpRequest;
  const open = methodOf(prototype, 'open');
  const send = methodOf(prototype, 'send');
  const urls = new WeakMap<XMLHttpRequest, string>();
  prototype.open = function (this: XMLHttpRequest, ...request: unknown[]) {
    urls.set(this, String(request[1]));
    open(this, request);
  };
  prototype.send = function (this: XMLHttpRequest, ...body: unknown[]) {
    try {
      send(this, body);
    } catch (error) {
      const url = otherHostOf(urls.get(this) ?? '');
      if (url === null || !(error instanceof DOMException) || error.name !== 'NetworkError') {
        throw error;
      }
      // Whether the host is there at all could only be asked without waiting for it. Pyodide wants an error with a stack.
      throw Object.assign(new Error(wordsFor(url, null)), { name: error.name });
    }
  };
}

function methodOf(
  prototype: XMLHttpRequest,
  name: 'open' | 'send',
): (request: XMLHttpRequest, values: unknown[]) => void {
  const method = Reflect.get(prototype, name) as (...values: unknown[]) => void;
  return (request, values) => {
    Reflect.apply(method, request, values);
  };
}

/** An address at another host than the page's, or null. */
function otherHostOf(address: string): URL | null {
  const url = URL.parse(address, self.location.href);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin !== self.location.origin ? url : null;
}

async function reasonOf(url: URL, fetch: typeof self.fetch): Promise<string> {
  const isThere = await fetch(url, { method: 'HEAD', mode: 'no-cors', credentials: 'omit' }).then(
    () => true,
    () => false,
  );
  return wordsFor(url, isThere);
}

/** @param isThere whether the host answers requests that want nothing read; null where that is not known. */
function wordsFor(url: URL, isThere: boolean | null): string {
  if (!self.navigator.onLine) {
    return `${url.host} cannot be reached: this browser is offline.`;
  }
  if (url.protocol === 'http:' && self.location.protocol === 'https:' && isThere !== true) {
    return `${url.host} cannot be read by http from this page, which came by https. Write https:// in its address.`;
  }
  if (site !== null && url.href.startsWith(site)) {
    const doubt = isThere === true ? '' : 'cannot be reached, or ';
    return (
      `the site's host ${doubt}does not allow ${self.origin} to read ${url.href.slice(site.length)}. ` +
      "It has to send the header Access-Control-Allow-Origin with each of the site's files."
    );
  }
  if (isThere === true) {
    return `${url.host} does not allow pages of other sites to read it. ${REMEDY}`;
  }
  return `${url.host} cannot be reached, or does not allow pages of other sites to read it. ${REMEDY}`;
}
