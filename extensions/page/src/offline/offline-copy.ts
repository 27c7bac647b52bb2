/** How much of a site this browser keeps, as the site's service worker says it. */
export interface CopyState {
  readonly kind: 'visited' | 'ask' | 'all';
  /** What the reader has said; null while that is nothing. */
  readonly choice: 'keep' | 'stopped' | null;
  readonly isFetching: boolean;
  /** Whether all of the version that is published is kept. */
  readonly isWhole: boolean;
  /** Whether files of another version are kept. */
  readonly isOlder: boolean;
  /** Whether the version that is published is the one that the reader has last asked for. */
  readonly isWished: boolean;
  /** Why it did not go on. */
  readonly problem: 'full' | 'network' | 'changed' | null;
  readonly files: number;
  readonly filesLacking: number;
  readonly bytes: number;
  /** What is still to be fetched. */
  readonly bytesLacking: number;
}

/** To ask the host how much there is, to hear how far it is, to keep all, to stop with that, to remove all. */
export type CopyAction = 'look' | 'hear' | 'keep' | 'stop' | 'remove';

/** A service worker that does not answer for this long is of a site that knew of no copies, in milliseconds. */
const PATIENCE = 60_000;
/** A page that has no service worker after this long may never have one, in milliseconds. */
const READY_PATIENCE = 8000;

/** The copy of a site that this browser keeps. */
export class OfflineCopy {
  constructor(private readonly baseUrl: string) {}

  /**
   * Have the site's service worker do something about the copy.
   *
   * @returns how it is then; null where the browser keeps none, or the site's files cannot be asked for.
   */
  async act(action: CopyAction): Promise<CopyState | null> {
    const late = new Promise<null>((resolve) => {
      setTimeout(resolve, READY_PATIENCE, null);
    });
    const active = await Promise.race([this.ready(), late]);
    if (active === null) {
      return null;
    }
    const { port1, port2 } = new MessageChannel();
    return await new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(null);
      }, PATIENCE);
      port1.addEventListener('message', ({ data }: MessageEvent<CopyState | null>) => {
        clearTimeout(timer);
        port1.close();
        resolve(data);
      });
      port1.start();
      active.postMessage({ type: 'lite-build-copy', action }, [port2]);
    });
  }

  /**
   * The site's service worker once it is there, which may be never.
   *
   * @returns null where the browser has none for this page.
   */
  async ready(): Promise<ServiceWorker | null> {
    if (!('serviceWorker' in navigator) || !location.href.startsWith(this.baseUrl)) {
      return null;
    }
    return (await navigator.serviceWorker.ready).active;
  }
}
