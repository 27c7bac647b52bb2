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

/** The copy of a site that this browser keeps. */
export class OfflineCopy {
  constructor(private readonly baseUrl: string) {}

  /**
   * Have the site's service worker do something about the copy.
   *
   * @returns how it is then; null where the browser keeps none, or the site's files cannot be asked for.
   */
  async act(action: CopyAction): Promise<CopyState | null> {
    if (!('serviceWorker' in navigator) || !location.href.startsWith(this.baseUrl)) {
      return null;
    }
    const { active } = await navigator.serviceWorker.ready;
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
      active?.postMessage({ type: 'lite-build-copy', action }, [port2]);
    });
  }
}
