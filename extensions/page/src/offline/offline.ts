/** What of a site works without a network: what was opened, all if the reader says so, all. */
export type OfflineKind = 'visited' | 'ask' | 'all';

/** How long a page may go on to load after its service worker is there, in milliseconds. */
const LATE = 5000;
/** The script of a worker that runs Python. */
const WORKER = /\/worker\.[0-9a-f]+\.js$/;

/** Has the site's service worker keep what a page has fetched before there was one. */
export class Offline {
  /**
   * @param workerUrl of the service worker, where the page is to register it.
   */
  constructor(
    private readonly baseUrl: string,
    private readonly kind: OfflineKind | null,
    private readonly workerUrl: string | null,
  ) {}

  begin(): void {
    if (this.kind === null) {
      // The site may have kept something once.
      void this.#keepNothing().catch(() => undefined);
      return;
    }
    if (!('serviceWorker' in navigator) || !location.href.startsWith(this.baseUrl)) {
      return;
    }
    const fetched = new Set([location.href]);
    const handOver = (): void => {
      this.#handOver(fetched).catch((error: unknown) => {
        console.warn('Nothing of this page is kept for times without a network:', error);
      });
    };
    new PerformanceObserver((entries) => {
      const names = entries.getEntries().map(({ name }) => name);
      const startsPython = names.some((name) => WORKER.test(name) && !fetched.has(name));
      // By then the service worker sees for itself, and knows what is not to be kept.
      const isSeen = this.#isHandedOver && navigator.serviceWorker.controller !== null;
      for (const name of names.filter((each) => !isSeen || WORKER.test(each))) {
        fetched.add(name);
      }
      // Readers of a plain page may start Python long after it was opened.
      if (startsPython) {
        handOver();
      }
    }).observe({ type: 'resource', buffered: true });
    handOver();
  }

  async #handOver(fetched: ReadonlySet<string>): Promise<void> {
    const { serviceWorker } = navigator;
    if (this.workerUrl !== null && (await serviceWorker.getRegistration())?.scope !== this.baseUrl) {
      await serviceWorker.register(this.workerUrl);
    }
    const { active } = await serviceWorker.ready;
    await new Promise((resolve) => setTimeout(resolve, LATE));
    const addresses = [...fetched].filter((address) => address.startsWith(this.baseUrl));
    // Python's own worker has fetched more than the page knows of.
    const withPython = this.workerUrl === null || addresses.some((address) => WORKER.test(address));
    active?.postMessage({ type: 'lite-build-visited', addresses, withPython });
    this.#isHandedOver = true;
  }

  async #keepNothing(): Promise<void> {
    const kept = (await caches.keys()).filter((name) =>
      name.startsWith(`lite-build offline ${this.baseUrl} `),
    );
    if (kept.length > 0) {
      const registration = await navigator.serviceWorker.getRegistration();
      // It may be the one that has kept them, and would do so again.
      registration?.active?.postMessage({ type: 'lite-build-keep-nothing' });
      await Promise.all(kept.map((name) => caches.delete(name)));
      await registration?.update();
    }
  }

  #isHandedOver = false;
}

/** An offline kind as a build has written it. */
export function offlineKind(text: unknown): OfflineKind | null {
  return text === 'visited' || text === 'ask' || text === 'all' ? text : null;
}
