import { codePlaceOf } from './code-place.ts';
import { handlersIn, letUse, letWait, type Handler } from './handlers.ts';
import { joinEdited } from './joined-elements.ts';
import { type PythonOfScripts, Pythons } from './pythons.ts';
import { codeOfTag, readTag, type ScriptTag, unknownAttributes } from './script-tag.ts';
import { EDITED, RUN, TAGS } from './signs.ts';
import { tellMistake } from './tell-mistake.ts';
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
          const { python, environment } = this.#pythons.ofHandler(handler.environment);
          // Once the scripts that stand before it, and have its function, are through to where they wait.
          python.attached = Promise.all([python.attached, python.last])
            .then(() => this.#attach(handler, python, environment))
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
      tellMistake(this.#host, mistake, element);
    }
    const reason = whyNotRun(element);
    if (reason !== null) {
      tellMistake(this.#host, reason, element);
    } else if (element.matches(EDITED)) {
      joinEdited(element);
    } else if (element.matches(RUN)) {
      const tag = readTag(element);
      this.#run(tag, this.#pythons.of(tag));
    }
  }

  async #attach(
    { element, event, expression, environment: said }: Handler,
    python: PythonOfScripts,
    environment: string,
  ): Promise<void> {
    const names = await python.start();
    if (said !== '' && !(await names.hasEnvironment(environment))) {
      tellMistake(
        this.#host,
        `<${element.localName}> is to have its names from env="${said}", and no script of the page has that. ` +
          `Write <script type="py" env="${said}">, or another name.`,
        element,
      );
      letUse(element, event, false);
      return;
    }
    await names.attach(element, event, expression, environment);
    letUse(element, event, true);
  }

  /** One after the other; one that waits for something lets the next begin. */
  #run(tag: ScriptTag, python: PythonOfScripts): void {
    const code = codeOfTag(tag, this.#ended.signal);
    code.catch(() => undefined);
    this.#waiting += 1;
    python.last = python.last.then(async () => {
      const begun = Promise.withResolvers<undefined>();
      const begin = (): void => {
        begun.resolve(undefined);
      };
      void this.#runToItsEnd(tag, python, code, begin).finally(() => {
        begin();
        this.#noteEnd();
      });
      await begun.promise;
    });
  }

  async #runToItsEnd(
    tag: ScriptTag,
    python: PythonOfScripts,
    code: Promise<string>,
    begun: () => void,
  ): Promise<void> {
    const { element } = tag;
    try {
      const [names, text] = await Promise.all([python.start(), code]);
      const place = await codePlaceOf(element, tag.source);
      say(element, 'ready');
      await names.run(text, tag, place, () => this.#targetOf(tag), begun);
    } catch (error) {
      tellMistake(python.host, error instanceof Error ? error.message : String(error), element);
    }
    say(element, 'done');
  }

  #noteEnd(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) {
      dispatchEvent(new Event('py:all-done'));
    }
  }

  /** Where a script shows things: the element that it names, or one behind it. */
  #targetOf({ element, target }: ScriptTag): Element {
    const named = target === null ? null : this.#host.find(target);
    if (named !== null) {
      return named;
    }
    if (target !== null) {
      tellMistake(
        this.#host,
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

  #nextId(): string {
    this.#places += 1;
    return `py-${this.#places - 1}`;
  }

  readonly #pythons = new Pythons((script) => {
    this.#take([script]);
  });
  readonly #host = this.#pythons.own.host;
  readonly #ended = new AbortController();
  readonly #taken = new WeakSet<Element>();
  readonly #handled = new Handled();
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
