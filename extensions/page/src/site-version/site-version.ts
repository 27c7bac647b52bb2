import type { VersionNote } from './note.ts';
import { areThere, fetchParts, publishedVersion } from './parts.ts';
import { Renewals } from './renewals.ts';
import { isPageTouched } from './touched.ts';

/** How often a page whose parts are of two versions asks whether there is one, in milliseconds. */
const AGAIN = 5000;
/** A tab that is shown again and again asks once in this time, in milliseconds. */
const SHOWN_AGAIN = 30_000;

/** A page of a site, and the version that it is of. */
export interface VersionedPage {
  /** The site's root, with a slash at its end. */
  readonly baseUrl: string;
  readonly version: string;
  /** What keeps its name and makes the page, with the page itself: addresses. */
  readonly parts: readonly string[];
}

/**
 * Sees to it that a page is of one version: it is loaded anew as long as nobody has touched it, and else says that the
 * site was published anew. It asks the host as it begins, when its tab is shown again, and when a part of the site cannot
 * be loaded; never by the clock.
 */
export class SiteVersion {
  constructor(page: VersionedPage, note: VersionNote) {
    this.#page = page;
    this.#note = note;
    this.#renewals = new Renewals(page.baseUrl);
  }

  begin(): void {
    void this.#look(true);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        this.#shownAgain();
      }
    });
    addEventListener('focus', () => {
      this.#shownAgain();
    });
    addEventListener(
      'error',
      ({ target }) => {
        const address = target instanceof HTMLScriptElement ? target.src : '';
        if (address.startsWith(this.#page.baseUrl)) {
          this.failed();
        }
      },
      { capture: true },
    );
  }

  /** Hear of a part that the page has read, by its address, and of which version it says it is. */
  read(address: string, version: string | null): void {
    if (version !== null && version !== this.#page.version) {
      this.#others.add(address);
      void this.#look(true);
    }
  }

  /** Hear of a part that the page cannot begin without, and that the host has not: by its address. */
  cannotBeginWithout(address: string): void {
    this.#needed.add(address);
    void this.#look(true);
  }

  /** Hear of a part that the host has not: of another version it may be, or an author's mistake. */
  lacks(address: string): void {
    this.#lacking.add(address);
    void this.#look(true);
  }

  /** Hear of a part of the site that could not be loaded: the next version may have no such part. */
  failed(): void {
    void this.#look(true);
  }

  #shownAgain(): void {
    if (Date.now() - this.#lastLook > SHOWN_AGAIN) {
      void this.#look(false);
    }
  }

  /** One look after the other; what is heard of before the next one begins is seen by that. */
  async #look(mayRenew: boolean): Promise<void> {
    this.#mayRenew ||= mayRenew;
    if (this.#isAwaited) {
      return;
    }
    this.#isAwaited = true;
    this.#looking = this.#looking.then(async () => {
      this.#isAwaited = false;
      this.#lastLook = Date.now();
      const mayLoadAnew = this.#mayRenew;
      this.#mayRenew = false;
      await this.#compare(mayLoadAnew).catch((error: unknown) => {
        console.warn('Whether the site was published anew is not known:', error);
      });
    });
    await this.#looking;
  }

  async #compare(mayRenew: boolean): Promise<void> {
    const { baseUrl, version } = this.#page;
    const published = await publishedVersion(baseUrl);
    this.#isAnother = published !== null && published !== version;
    const isMixed = this.#others.size + this.#needed.size > 0 || (this.#isAnother && this.#lacking.size > 0);
    if (this.#isLeft || this.#isCovered || (!isMixed && !this.#isAnother)) {
      return;
    }
    // A host that cannot be reached has published nothing.
    const mayTell = this.#isAnother || (published !== null && this.#others.size > 0);
    if (!mayRenew || isPageTouched()) {
      await (mayTell ? this.#tell() : undefined);
      return;
    }
    const found = await this.#found();
    const isNew = found !== null && (found !== version || isMixed);
    if (isPageTouched()) {
      // In the meantime: what is typed stays.
      await (mayTell && (isNew || isMixed) ? this.#tell() : undefined);
    } else if (isNew && this.#renewals.take(version)) {
      this.#leave();
    } else if (isMixed) {
      await this.#cover();
    } else if (isNew) {
      await this.#tell();
    }
    // Else the host has a part of the new version, and this page is one of the old version, whole.
  }

  /** The version that the host has whole, of this page or of another; null where it has none. */
  async #found(): Promise<string | null> {
    const found = await fetchParts([...this.#page.parts, ...this.#others]);
    const lacking = [...this.#needed, ...(this.#isAnother ? this.#lacking : [])];
    // Another version may well do without what this page lacks.
    return found === this.#page.version && !(await areThere(lacking)) ? null : found;
  }

  async #tell(): Promise<void> {
    await this.#note.tell(() => {
      // Past what the browser has kept, as far as the host can be reached.
      this.#found()
        .catch(() => null)
        .finally(() => {
          this.#leave();
        });
    });
  }

  async #cover(): Promise<void> {
    let isOpened = false;
    this.#isCovered = true;
    await this.#note.cover(() => {
      isOpened = true;
      this.#isCovered = false;
    });
    const tryAgain = (): void => {
      setTimeout(() => {
        if (isOpened) {
          return;
        }
        this.#found().then((found) => {
          if (isOpened) {
            return;
          }
          if (found !== null && this.#renewals.take(this.#page.version)) {
            this.#leave();
          }
          // Also then: a reload may be declined.
          tryAgain();
        }, tryAgain);
      }, AGAIN);
    };
    tryAgain();
  }

  /** Load the page anew, and nothing else: JupyterLab takes from the address what it has opened. */
  #leave(): void {
    this.#isLeft = true;
    if (!isPageTouched()) {
      history.replaceState(history.state, '', this.#address);
    }
    location.reload();
    // Who has unsaved text may stay.
    setTimeout(() => {
      this.#isLeft = false;
    }, AGAIN);
  }

  readonly #page: VersionedPage;
  readonly #note: VersionNote;
  readonly #renewals: Renewals;
  /** Parts of another version than the page's. */
  readonly #others = new Set<string>();
  readonly #address = location.href;
  /** Files that this page cannot begin without, and that the host had not. */
  readonly #needed = new Set<string>();
  /** Others that it had not. */
  readonly #lacking = new Set<string>();
  #looking = Promise.resolve();
  #lastLook = Date.now();
  /** Whether the host says that it has another version than the page's. */
  #isAnother = false;
  #mayRenew = false;
  #isAwaited = false;
  #isCovered = false;
  #isLeft = false;
}
