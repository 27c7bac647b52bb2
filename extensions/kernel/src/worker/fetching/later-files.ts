/** In workers only; TypeScript's library has it apart from what pages have. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Files of the site that no start needs: each is fetched when Python first reads of it, while Python waits. */
export class LaterFiles {
  /**
   * @param siteUrl the site's root, with a slash at its end.
   * @param kept what an earlier worker of the page has fetched, by URL in the site.
   * @param onFetched is given each file that is fetched, for the next worker of the page.
   */
  constructor(
    siteUrl: string,
    kept: ReadonlyMap<string, Blob>,
    onFetched: (url: string, file: Blob) => void,
  ) {
    this.#siteUrl = siteUrl;
    this.#fetched = new Map(kept);
    this.#onFetched = onFetched;
  }

  /** What there is already, by URL in the site. */
  get fetched(): ReadonlyMap<string, Blob> {
    return this.#fetched;
  }

  /**
   * Give a whole file.
   *
   * @throws Error where the site does not have it.
   */
  read(url: string): Uint8Array<ArrayBuffer> {
    const present = this.#fetched.get(url);
    if (present !== undefined) {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(present));
    }
    const content = this.#fetch(url);
    this.#keep(url, new Blob([content]));
    return new Uint8Array(content);
  }

  /** Fetch files side by side, so that nobody waits for them. What cannot be had is left to whoever reads it. */
  async fetchAhead(urls: readonly string[]): Promise<void> {
    const missing = urls.filter((url) => !this.#fetched.has(url));
    await Promise.allSettled(
      missing.map(async (url) => {
        const response = await fetch(new URL(url, this.#siteUrl));
        if (response.ok) {
          this.#keep(url, await response.blob());
        }
      }),
    );
  }

  #keep(url: string, file: Blob): void {
    this.#fetched.set(url, file);
    this.#onFetched(url, file);
  }

  #fetch(url: string): ArrayBuffer {
    const request = new XMLHttpRequest();
    request.open('GET', new URL(url, this.#siteUrl), false);
    request.responseType = 'arraybuffer';
    request.send();
    if (request.status !== 200) {
      throw new Error(`${url} could not be fetched: the site answered ${request.status}`);
    }
    return request.response as ArrayBuffer;
  }

  readonly #siteUrl: string;
  readonly #fetched: Map<string, Blob>;
  readonly #onFetched: (url: string, file: Blob) => void;
}
