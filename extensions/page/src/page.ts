import type { DeclaredFile } from '@lite-build/messages';
import { SiteSettings } from '@lite-build/kernel/host/site-settings';
import type { PluginSettings } from '@lite-build/kernel/host/site-settings';
import { declaredFiles } from './kernel/declared-files.ts';
import { RunOrder } from './kernel/run-order.ts';
import type { Session } from './kernel/session.ts';
import { MAIN, Sessions } from './kernel/sessions.ts';
import { hearTags } from './tags/hear-tags.ts';
import { LateModels } from './widgets/late-models.ts';

/** What the site's own script, `lite.js`, tells of the site. */
export interface SiteFacts {
  /** The kernels' script, relative to the site's root. */
  readonly worker: string;
  /** The service worker's, with what JupyterLab's pages have behind it. */
  readonly serviceWorker: string;
  readonly settings: PluginSettings;
  /** Libraries that outputs are drawn with, by their names: addresses relative to the site's root. */
  readonly libraries: Readonly<Record<string, string>>;
  /** What the first start of Python downloads, in bytes, as far as the build knows it. */
  readonly download?: number;
  /** The classes of the site's packages that are tags (`package.module:Class`), by the tags. */
  readonly elements: Readonly<Record<string, string>>;
  /** Which version of the site the script is of. */
  readonly siteVersion: string;
  /** What of the site works without a network. */
  readonly offline: string | null;
}

/** The same, and where the site is. */
export interface PageFacts extends SiteFacts {
  /** The site's root, with a slash at its end. */
  readonly baseUrl: string;
  /** When Python is wanted, where an element does not say it: the script's attribute. */
  readonly boot: string | null;
  /** The files that all Pythons of the page can open: the script's attribute. */
  readonly files: string | null;
}

/** A Python of a page, with the widgets that it makes. */
export interface PagePython {
  readonly session: Session;
  readonly models: LateModels;
  readonly order: RunOrder;
}

/** What the elements of one document share. */
export class Page {
  readonly baseUrl: string;
  readonly boot: string | null;
  /** What of the site works without a network. */
  readonly offline: string | null;
  readonly settings: SiteSettings;
  /** The script of the site's service worker, absolute. */
  readonly serviceWorkerUrl: string;
  /** In bytes; 0 where it is not known. */
  readonly download: number;
  /** The classes of the site's packages that are tags, by the tags. */
  readonly elements: ReadonlyMap<string, string>;
  /** Settles when the components are there that the page was read with: Python may look for them. */
  components: Promise<unknown> = Promise.resolve();

  constructor(facts: PageFacts) {
    const { baseUrl, boot, download = 0, elements, files, offline, serviceWorker, settings, worker } = facts;
    this.baseUrl = baseUrl;
    this.offline = offline;
    this.serviceWorkerUrl = new URL(serviceWorker, baseUrl).href;
    this.boot = boot;
    this.download = download;
    this.elements = new Map(Object.entries(elements));
    this.settings = new SiteSettings(settings, baseUrl);
    this.#sessions = new Sessions(this.settings, new URL(worker, baseUrl).href, filesOf(files));
  }

  /** Whether any of its Pythons was started, so that what all of them need is fetched. */
  get hasPython(): boolean {
    return this.#sessions.all.some(({ generation, state }) => generation > 0 || state.stage !== 'unwanted');
  }

  /** The Python of a name: one for the whole page where it has none. */
  python(name = MAIN): PagePython {
    const present = this.#pythons.get(name);
    if (present !== undefined) {
      return present;
    }
    const session = this.#sessions.named(name);
    const models = new LateModels(session, this.#never.signal);
    const order = new RunOrder();
    session.addEventListener('state', () => {
      if (session.state.stage === 'starting') {
        models.prepare();
      } else if (session.state.stage === 'unwanted') {
        order.reset();
      }
    });
    const python = { session, models, order };
    hearTags(python, name, this.#never.signal);
    this.#pythons.set(name, python);
    return python;
  }

  /**
   * Have an element use the Python of a name until the signal is aborted. One that has a name of its own ends with the
   * last element that uses it: it takes as much memory as the page's own.
   */
  use(name: string | null, signal: AbortSignal): void {
    if (name === null || name === MAIN) {
      return;
    }
    this.#users.set(name, (this.#users.get(name) ?? 0) + 1);
    signal.addEventListener('abort', () => {
      const others = (this.#users.get(name) ?? 1) - 1;
      this.#users.set(name, others);
      // One that takes the element's place may be put in at the same time.
      queueMicrotask(() => {
        if (this.#users.get(name) === 0) {
          this.#users.delete(name);
          this.python(name).session.end();
        }
      });
    });
  }

  readonly #sessions: Sessions;
  /** How many elements use each Python that has a name of its own. */
  readonly #users = new Map<string, number>();
  readonly #pythons = new Map<string, PagePython>();
  /** What belongs to the page as a whole ends with it. */
  readonly #never = new AbortController();
}

/** A mistake in the script's own attribute is told where the page's author looks; all else goes on. */
function filesOf(files: string | null): DeclaredFile[] {
  try {
    return declaredFiles(files ?? '', document.baseURI);
  } catch (error) {
    console.error(`lite.js: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** Also of another copy of this script, as long as it is of a version that this one understands. */
const PLACE = Symbol.for('lite-build.page.1');

/** The page, once the site's script has begun it. */
export function currentPage(): Page {
  return Reflect.get(globalThis, PLACE) as Page;
}

/**
 * Make Python of a site part of this page.
 *
 * @returns whether it is the first to do so: a page has elements of one site, and one copy of this script.
 */
export function join(facts: PageFacts): boolean {
  const present = Reflect.get(globalThis, PLACE) as Page | undefined;
  if (present === undefined) {
    Reflect.set(globalThis, PLACE, new Page(facts));
    return true;
  }
  if (present.baseUrl !== facts.baseUrl) {
    console.error(
      `lite-build: this page has elements of ${present.baseUrl} already, and uses those of ${facts.baseUrl} not at all. ` +
        'Name one of the two scripts (lite.js) alone.',
    );
  }
  return false;
}
