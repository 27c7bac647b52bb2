import type { SiteOrigin } from './site-origin';

/** What of a response a request keeps; a request that has none yet, or that failed, has status 0. */
interface Received {
  status: number;
  statusText: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
  url: string;
}

const NOTHING: Received = {
  status: 0,
  statusText: '',
  headers: new Headers(),
  body: new Uint8Array(),
  url: '',
};

/**
 * Make the class by which a worker's code asks while everything else waits, with the site as the one origin in the world.
 *
 * Source: <https://xhr.spec.whatwg.org/>, as far as libraries of Python's use it.
 */
export function xmlHttpRequestOf(origin: SiteOrigin): typeof EventTarget {
  return class XMLHttpRequest extends EventTarget {
    responseType = '';
    timeout = 0;
    withCredentials = false;
    readyState = 0;

    open(method: string, url: string, isAsynchronous = true): void {
      this.#method = method.toUpperCase();
      this.#url = new URL(url, globalThis.location.href).href;
      this.#isAsynchronous = isAsynchronous;
      this.#received = NOTHING;
      this.readyState = 1;
    }

    setRequestHeader(): void {
      // The site is a folder, which reads none.
    }

    overrideMimeType(type: string): void {
      this.#charset = /charset=([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
    }

    send(): void {
      if (this.#isAsynchronous) {
        queueMicrotask(() => {
          try {
            this.#receive();
            this.#tell('load');
          } catch {
            this.#tell('error');
          }
        });
        return;
      }
      try {
        this.#receive();
      } catch (error) {
        throw new DOMException(error instanceof Error ? error.message : String(error), 'NetworkError');
      }
    }

    abort(): void {
      this.#received = NOTHING;
    }

    getResponseHeader(name: string): string | null {
      return this.#received.headers.get(name);
    }

    getAllResponseHeaders(): string {
      let lines = '';
      this.#received.headers.forEach((value, name) => {
        lines += `${name}: ${value}\r\n`;
      });
      return lines;
    }

    get status(): number {
      return this.#received.status;
    }

    get statusText(): string {
      return this.#received.statusText;
    }

    get responseURL(): string {
      return this.#received.url;
    }

    get responseText(): string {
      return new TextDecoder(this.#charset).decode(this.#received.body);
    }

    get response(): unknown {
      switch (this.responseType) {
        case 'arraybuffer':
          return this.#received.body.buffer;
        case 'blob':
          return new Blob([this.#received.body]);
        case 'json':
          return JSON.parse(this.responseText) as unknown;
        default:
          return this.responseText;
      }
    }

    #receive(): void {
      this.#received = { ...origin.answer(this.#method, this.#url), url: this.#url };
      this.readyState = 4;
    }

    #tell(event: 'load' | 'error'): void {
      for (const type of ['readystatechange', event, 'loadend']) {
        const told = new Event(type);
        this.dispatchEvent(told);
        const listener: unknown = Reflect.get(this, `on${type}`);
        if (typeof listener === 'function') {
          Reflect.apply(listener, this, [told]);
        }
      }
    }

    #method = 'GET';
    #url = '';
    #charset = 'utf-8';
    #isAsynchronous = true;
    #received = NOTHING;
  };
}
