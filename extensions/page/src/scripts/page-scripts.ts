import type { BootProgress } from '@lite-build/messages';
import { currentPage } from '../page.ts';
import { codePlaceOf } from './code-place.ts';
import { findConfig } from './config/find-config.ts';
import { handlersIn, letUse, letWait, type Handler } from './handlers.ts';
import { joinEdited } from './joined-elements.ts';
import { PageHost } from './page-host.ts';
import type { PageThread } from './page-thread.ts';
import { Preparation } from './preparation.ts';
import { codeOfTag, readTag, type ScriptTag, unknownAttributes } from './script-tag.ts';
import { EDITED, RUN, TAGS } from './signs.ts';
import { placeOfTag } from './tag-place.ts';
import { whyNotRun } from './unrun-tags.ts';

/**
 * Python in a page's own scripts: each is run in the order of the page, those that come later too, and attributes such
 * as `py-click` have it handle events.
 */
export class PageScripts {
  /** Run what is on the page, and what comes to it. */
  begin(): void {
    this.#take([document.documentElement]);
    new MutationObserver((changes) => {
      this.#take(
        changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element),
      );
    }).observe(document, { childList: true, subtree: true });
  }

  #take(roots: readonly Element[]): void {
    for (const root of roots) {
      const tags = [...(root.matches(TAGS) ? [root] : []), ...root.querySelectorAll(TAGS)];
      for (const element of tags) {
        if (element instanceof HTMLElement && !this.#taken.has(element)) {
          this.#taken.add(element);
          this.#takeTag(element);
        }
      }
      for (const handler of handlersIn(root)) {
        if (!this.#handled.has(handler.element, handler.event)) {
          this.#handled.add(handler.element, handler.event);
          letWait(handler.element, handler.event);
          // Once the scripts that stand before it, and have its function, are through to where they wait.
          this.#attached = Promise.all([this.#attached, this.#last])
            .then(() => this.#start())
            .then((thread) => {
              this.#attach(thread, handler);
            })
            .catch((error: unknown) => {
              // Python did not start, which is told beside the scripts as well.
              console.error(error);
              letUse(handler.element, handler.event, false);
            });
        }
      }
    }
  }

  #takeTag(element: HTMLElement): void {
    for (const mistake of unknownAttributes(element)) {
      this.#tell(mistake, element);
    }
    const reason = whyNotRun(element);
    if (reason !== null) {
      this.#tell(reason, element);
    } else if (element.matches(EDITED)) {
      joinEdited(element);
    } else if (element.matches(RUN)) {
      this.#run(readTag(element));
    }
  }

  #attach(thread: PageThread, { element, event, expression, environment }: Handler): void {
    if (environment !== '' && !thread.hasEnvironment(environment)) {
      this.#tell(
        `<${element.localName}> is to have its names from env="${environment}", and no script of the page has that. ` +
          `Write <script type="py" env="${environment}">, or another name.`,
        element,
      );
      letUse(element, event, false);
      return;
    }
    thread.attach(element, event, expression, environment);
    letUse(element, event, true);
  }

  /** One after the other; one that waits for something lets the next begin. */
  #run(tag: ScriptTag): void {
    const code = codeOfTag(tag, this.#ended.signal);
    code.catch(() => undefined);
    this.#waiting += 1;
    this.#last = this.#last.then(async () => {
      const begun = Promise.withResolvers<undefined>();
      const begin = (): void => {
        begun.resolve(undefined);
      };
      void this.#runToItsEnd(tag, code, begin).finally(() => {
        begin();
        this.#noteEnd();
      });
      await begun.promise;
    });
  }

  async #runToItsEnd(tag: ScriptTag, code: Promise<string>, begun: () => void): Promise<void> {
    const { element } = tag;
    try {
      const [thread, text] = await Promise.all([this.#start(), code]);
      const place = await codePlaceOf(element, tag.source);
      say(element, 'ready');
      await thread.run(text, tag, place, () => this.#targetOf(tag), begun);
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error), element);
    }
    say(element, 'done');
  }

  #noteEnd(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) {
      dispatchEvent(new Event('py:all-done'));
    }
  }

  async #start(): Promise<PageThread> {
    this.#starting ??= this.#startThread();
    return await this.#starting;
  }

  async #startThread(): Promise<PageThread> {
    const starting = import('./page-thread.ts').then(({ PageThread: Thread }) =>
      Thread.start(currentPage().settings, this.#host, progress),
    );
    // Whoever waits for it is told.
    starting.catch(() => undefined);
    const prepared = await findConfig((words, element, place) => {
      this.#tell(words, element, place);
    }, this.#ended.signal);
    this.#host.errors.areShown = prepared.showsErrors;
    const coming = new Preparation(prepared, (mistake) => {
      this.#tell(`The configuration: ${mistake}`, prepared.element);
    });
    const thread = await starting;
    thread.configure({ ...prepared.raw, type: 'py' });
    this.#host.modules = await coming.finish(thread);
    return thread;
  }

  /** Where a script shows things: the element that it names, or one behind it. */
  #targetOf({ element, target }: ScriptTag): Element {
    const named = target === null ? null : this.#host.find(target);
    if (named !== null) {
      return named;
    }
    if (target !== null) {
      this.#tell(
        `The page has no element "${target}", which target names. Write the id of one. Until then, what is shown ` +
          'stands behind the script.',
        element,
      );
    }
    if (!(element instanceof HTMLScriptElement)) {
      element.replaceChildren();
      element.style.display = 'block';
      element.id ||= this.#nextId();
      return element;
    }
    const place = document.createElement('script-py');
    place.style.display = 'block';
    place.id = this.#nextId();
    if (document.body.contains(element)) {
      element.after(place);
    } else {
      document.body.append(place);
    }
    return place;
  }

  /**
   * Tell of a mistake of the page's author's.
   *
   * @param element that has it; null for the page as a whole.
   * @param place of the mistake, where that is known better than by the element's tag.
   */
  #tell(words: string, element: Element | null, place?: string): void {
    const finding = place === undefined && element !== null ? placeOfTag(element) : Promise.resolve(place);
    void finding
      .catch(() => null)
      .then((found) => {
        const script = element instanceof HTMLElement ? element : null;
        this.#host.report(found == null ? words : `${found}: ${words}`, script);
      });
  }

  #nextId(): string {
    this.#places += 1;
    return `py-${this.#places - 1}`;
  }

  readonly #host = new PageHost(currentPage().baseUrl);
  readonly #ended = new AbortController();
  readonly #taken = new WeakSet<Element>();
  readonly #handled = new Handled();
  #starting: Promise<PageThread> | null = null;
  #last: Promise<void> = Promise.resolve();
  #attached: Promise<unknown> = Promise.resolve();
  /** How many scripts are not through. */
  #waiting = 0;
  #places = 0;
}

/** Which events of elements have their handler: an element that is moved comes twice. */
class Handled {
  has(element: Element, event: string): boolean {
    return this.#events.get(element)?.has(event) === true;
  }

  add(element: Element, event: string): void {
    this.#events.set(element, (this.#events.get(element) ?? new Set()).add(event));
  }

  readonly #events = new WeakMap<Element, Set<string>>();
}

/** Say of a script how far it is, by its kind: of `mpy` too, by that name. */
function say(element: HTMLElement, what: 'ready' | 'done'): void {
  const kind = /^m/.test(element.getAttribute('type') ?? element.localName) ? 'mpy' : 'py';
  element.dispatchEvent(new CustomEvent(`${kind}:${what}`, { bubbles: true }));
}

/** Say how far the start is, in words as PyScript has them. */
function progress(now: BootProgress): void {
  const detail =
    now.stage === 'fetching'
      ? `Loading Python: ${Math.round((100 * now.bytes) / (now.total ?? now.bytes))} %`
      : 'Starting Python';
  document.dispatchEvent(new CustomEvent('py:progress', { bubbles: true, detail }));
}
