import type { SiteSettings } from '@lite-build/kernel/host/site-settings';
import { handlersIn, letUse, letWait } from './handlers.ts';
import { PageHost } from './page-host.ts';
import type { PageThread } from './page-thread.ts';
import { codePlaceOf } from './code-place.ts';
import { codeOfTag, readTag, type ScriptTag } from './script-tag.ts';
import { SCRIPTS } from './signs.ts';

/**
 * Python in a page's own scripts: each is run in the order of the page, those that come later too, and attributes such
 * as `py-click` have it handle events.
 */
export class PageScripts {
  constructor(settings: SiteSettings) {
    this.#settings = settings;
    this.#host.onReady = letUse;
  }

  /** Run what is on the page, and what comes to it. */
  begin(): void {
    hideCode();
    this.#take([document.documentElement]);
    new MutationObserver((changes) => {
      this.#take(
        changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element),
      );
    }).observe(document, { childList: true, subtree: true });
  }

  #take(roots: readonly Element[]): void {
    for (const root of roots) {
      const scripts = [...(root.matches(SCRIPTS) ? [root] : []), ...root.querySelectorAll(SCRIPTS)];
      for (const element of scripts) {
        if (element instanceof HTMLElement && !this.#taken.has(element)) {
          this.#taken.add(element);
          this.#run(readTag(element));
        }
      }
      for (const handler of handlersIn(root)) {
        letWait(handler.element);
        // Once the scripts that stand before it, and have its function, are through to where they wait.
        this.#attached = Promise.all([this.#attached, this.#last]).then(() => {
          this.#thread?.attach(handler.element, handler.event, handler.expression, '');
        });
      }
    }
  }

  /** One after the other; one that waits for something lets the next begin. */
  #run(tag: ScriptTag): void {
    const code = codeOfTag(tag, this.#ended.signal);
    code.catch(() => undefined);
    this.#last = this.#last.then(async () => {
      const begun = Promise.withResolvers<undefined>();
      const begin = (): void => {
        begun.resolve(undefined);
      };
      void this.#runToItsEnd(tag, code, begin).finally(begin);
      await begun.promise;
    });
  }

  async #runToItsEnd(tag: ScriptTag, code: Promise<string>, begun: () => void): Promise<void> {
    try {
      const [thread, text] = await Promise.all([this.#start(), code]);
      const place = await codePlaceOf(tag);
      const ended = await thread.run(text, tag, place, () => this.#targetOf(tag), begun);
      tag.element.dispatchEvent(new CustomEvent('py:done', { bubbles: true, detail: { ended } }));
    } catch (error) {
      this.#host.report(error instanceof Error ? error.message : String(error), tag.element);
    }
  }

  async #start(): Promise<PageThread> {
    this.#starting ??= this.#startThread();
    return await this.#starting;
  }

  async #startThread(): Promise<PageThread> {
    const { PageThread: Thread } = await import('./page-thread.ts');
    const thread = await Thread.start(this.#settings, this.#host);
    this.#thread = thread;
    document.dispatchEvent(new CustomEvent('py:ready'));
    return thread;
  }

  /** Where a script shows things: the element that it names, or one behind it. */
  #targetOf({ element, target }: ScriptTag): Element {
    const named = target === null ? null : this.#host.find(target);
    if (named !== null) {
      return named;
    }
    const place = document.createElement('script-py');
    place.style.display = 'block';
    place.id = `py-${this.#places}`;
    this.#places += 1;
    if (document.body.contains(element)) {
      element.after(place);
    } else {
      document.body.append(place);
    }
    return place;
  }

  readonly #settings: SiteSettings;
  readonly #host = new PageHost();
  readonly #ended = new AbortController();
  readonly #taken = new WeakSet<Element>();
  #starting: Promise<PageThread> | null = null;
  #thread: PageThread | null = null;
  #last: Promise<void> = Promise.resolve();
  #attached: Promise<unknown> = Promise.resolve();
  #places = 0;
}

/** Browsers show the text of tags that they do not know. */
function hideCode(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('py-script, mpy-script, py-config, mpy-config { display: none; }');
  document.adoptedStyleSheets.push(sheet);
}
