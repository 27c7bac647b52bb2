/** In workers only; TypeScript's library has it apart from what pages have. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/**
 * Files of the site that Python needs at some time, or never. They are fetched behind its start, and at once where
 * Python already waits for one.
 */
export class LaterFiles {
  /**
   * @param siteUrl the site's root, with a slash at its end.
   * @param kept what an earlier worker of the page has fetched, by URL in the site.
   */
  constructor(siteUrl: string, kept: ReadonlyMap<string, Blob>) {
    this.#siteUrl = siteUrl;
    this.#fetched = new Map(kept);
  }

  /**
   * Give a whole file while Python waits.
   *
   * @throws Error where the site does not have it.
   */
  read(url: string): Uint8Array<ArrayBuffer> {
    const blob = this.#fetched.get(url);
    return new Uint8Array(
      blob === undefined ? this.#fetchNow(url) : new FileReaderSync().readAsArrayBuffer(blob),
    );
  }

  /**
   * Fetch files, one after the other, so that whatever else is asked for comes first. What cannot be had is left to
   * whoever reads it.
   *
   * @param onFetched is given each for the next worker of the page.
   */
  async fetchBehind(urls: readonly string[], onFetched: (url: string, file: Blob) => void): Promise<void> {
    for (const url of urls.filter((each) => !this.#fetched.has(each))) {
      const file = await this.#fetch(url);
      if (file !== null) {
        this.#fetched.set(url, file);
        onFetched(url, file);
      }
    }
  }

  async #fetch(url: string): Promise<Blob | null> {
    try {
      const response = await fetch(new URL(url, this.#siteUrl), { priority: 'low' });
      return response.ok ? await response.blob() : null;
    } catch {
      return null;
    }
  }

  #fetchNow(url: string): ArrayBuffer {
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
}
