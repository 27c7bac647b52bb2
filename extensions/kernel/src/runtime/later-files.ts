import type { BlockingReader } from './blocking-reader.ts';

/** Files of the site that no start needs: each is fetched when Python first reads of it, while Python waits. */
export class LaterFiles {
  /**
   * @param siteUrl the site's root, with a slash at its end.
   * @param kept what an earlier worker of the page has fetched, by URL in the site.
   * @param onFetched is given each file that is fetched, for the next worker of the page.
   * @param reader reads while Python waits, as the thread can.
   */
  constructor(
    siteUrl: string,
    kept: ReadonlyMap<string, Blob>,
    onFetched: (url: string, file: Blob) => void,
    reader: BlockingReader,
  ) {
    this.#siteUrl = siteUrl;
    this.#fetched = new Map(kept);
    this.#onFetched = onFetched;
    this.#reader = reader;
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
      return this.#reader.bytesOf(present);
    }
    const content = this.#reader.fetch(new URL(url, this.#siteUrl));
    this.#keep(url, this.#reader.fileOf(content));
    return content;
  }

  /** Fetch files side by side, so that nobody waits for them. What cannot be had is left to whoever reads it. */
  async fetchAhead(urls: readonly string[]): Promise<void> {
    const missing = urls.filter((url) => !this.#fetched.has(url));
    await Promise.allSettled(
      missing.map(async (url) => {
        const response = await fetch(new URL(url, this.#siteUrl));
        if (response.ok) {
          this.#keep(url, this.#reader.fileOf(new Uint8Array(await response.arrayBuffer())));
        }
      }),
    );
  }

  #keep(url: string, file: Blob): void {
    this.#fetched.set(url, file);
    this.#onFetched(url, file);
  }

  readonly #siteUrl: string;
  readonly #fetched: Map<string, Blob>;
  readonly #onFetched: (url: string, file: Blob) => void;
  readonly #reader: BlockingReader;
}
