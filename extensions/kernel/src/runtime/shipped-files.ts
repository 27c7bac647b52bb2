import type { ShippedFiles } from '@lite-build/messages';
import { keepFetchLayer } from './fetch-layers.ts';
import { addressOf } from './watched-fetch.ts';

/** Requests that want nothing but what the file holds. */
const READING = new Set(['GET', 'HEAD']);

/** A request for a file that the site ships. */
interface Found {
  /** The address that was asked for. */
  readonly asked: string;
  /** Where the site has the file. */
  readonly url: string;
  /** Of the file, as its own host has it. */
  readonly type: string | null;
}

type Find = (method: string, address: string) => Found | null;

/**
 * Have requests for files of other hosts that the site ships answered by the site, whatever asks on this thread: `fetch`
 * or `XMLHttpRequest`. Whoever asks sees the address that was asked for, and the type that the other host gives.
 *
 * @param siteUrl the site's root, with a slash at its end.
 */
export function serveShippedFiles(shipped: ShippedFiles, siteUrl: string): void {
  const files = new Map(Object.entries(shipped).map(([url, file]) => [new URL(url).href, file]));
  if (files.size === 0) {
    return;
  }
  const find: Find = (method, address) => {
    const asked = URL.parse(address, self.location.href);
    if (asked === null || !READING.has(method.toUpperCase())) {
      return null;
    }
    asked.hash = '';
    const file = files.get(asked.href);
    return file === undefined
      ? null
      : { asked: asked.href, url: new URL(file.file, siteUrl).href, type: file.type ?? null };
  };
  serveFetch(find);
  serveXmlHttpRequest(find);
}

function serveFetch(find: Find): void {
  keepFetchLayer((next) => async (...request) => {
    const [input, init] = request;
    const from = input instanceof Request ? input : null;
    const found = find(init?.method ?? from?.method ?? 'GET', addressOf(input));
    if (found === null) {
      return await next(...request);
    }
    // A host may answer other headers with a refusal; a part of the file may be asked for.
    const range = new Headers(init?.headers ?? from?.headers).get('range');
    const response = await next(found.url, {
      method: init?.method ?? from?.method ?? 'GET',
      signal: init?.signal ?? from?.signal ?? null,
      ...(range === null ? {} : { headers: { range } }),
    });
    if (!response.ok) {
      return response;
    }
    const headers = new Headers(response.headers);
    if (found.type !== null) {
      headers.set('content-type', found.type);
    }
    const { body, status, statusText } = response;
    const answer = new Response(body, { headers, status, statusText });
    Object.defineProperty(answer, 'url', { value: found.asked });
    return answer;
  });
}

function serveXmlHttpRequest(find: Find): void {
  const { prototype } = XMLHttpRequest;
  const opened = new WeakMap<XMLHttpRequest, Found>();
  wrap(prototype, 'open', (request, next, [method, address, ...others]) => {
    const found = find(String(method), String(address));
    if (found === null) {
      opened.delete(request);
      next([method, address, ...others]);
      return;
    }
    opened.set(request, found);
    next([method, found.url, ...others]);
    if (found.type !== null) {
      request.overrideMimeType(found.type);
    }
  });
  wrap(prototype, 'setRequestHeader', (request, next, header) => {
    if (!opened.has(request) || String(header[0]).toLowerCase() === 'range') {
      next(header);
    }
  });
  wrap(prototype, 'getResponseHeader', (request, next, [name]) => {
    const type = String(name).toLowerCase() === 'content-type' ? opened.get(request)?.type : null;
    return type ?? next([name]);
  });
  wrap(prototype, 'getAllResponseHeaders', (request, next) => {
    const lines = String(next([]));
    const type = opened.get(request)?.type ?? null;
    return type === null ? lines : lines.replace(/^content-type: .*$/im, () => `content-type: ${type}`);
  });
  const responseUrl = Object.getOwnPropertyDescriptor(prototype, 'responseURL');
  Object.defineProperty(prototype, 'responseURL', {
    ...responseUrl,
    get(this: XMLHttpRequest): unknown {
      return opened.get(this)?.asked ?? responseUrl?.get?.call(this);
    },
  });
}

/** Put something in the place of a method, which it may call. */
function wrap(
  prototype: XMLHttpRequest,
  name: keyof XMLHttpRequest,
  method: (request: XMLHttpRequest, next: (values: unknown[]) => unknown, values: unknown[]) => unknown,
): void {
  const wrapped = Reflect.get(prototype, name) as (...values: unknown[]) => unknown;
  Reflect.set(prototype, name, function (this: XMLHttpRequest, ...values: unknown[]) {
    return method(this, (handedOn) => Reflect.apply(wrapped, this, handedOn), values);
  });
}
