import { AuthorMistake } from './author-mistake.ts';
import { isSparing } from '../download.ts';
import type { WidgetSession } from '../kernel/session.ts';
import { declaredFiles } from '../kernel/declared-files.ts';
import { currentPage, type PagePython } from '../page.ts';
import { toldOf } from './missing-part.ts';
import { styles } from './styles.ts';
import { isWhen, type When, WHENS, wanted } from './when.ts';
import { kernelNameOf } from '../kernel/kernel-name.ts';
import { anyOf } from '../widgets/any-of.ts';
import { wordsOfThePage } from '../words/words.ts';

export { AuthorMistake } from './author-mistake.ts';

type WantedSession = Pick<WidgetSession, 'state' | 'addEventListener' | 'want'>;

/**
 * What all elements have: a life on the page, a Python, a place for mistakes.
 *
 * @attr {text} kernel the name of a Python that it asks, in place of the page's main one; also of what is in it
 * @attr {text} namespace a name: it and what is in it have names of their own in their Python
 * @attr {eager | visible | interaction | idle} boot when Python is wanted: at once, when it is nearly in sight, when the
 *   reader touches it, when the browser has nothing else to do; also of what is in it
 * @attr {addresses} files data files that `open()` finds, relative to the page, with spaces between them
 */
export abstract class LiteElement extends HTMLElement {
  /** @param tree how its own tree is made. */
  constructor(tree: Partial<ShadowRootInit> = {}) {
    super();
    this.root = this.attachShadow({ mode: 'open', ...tree });
    this.root.adoptedStyleSheets = [styles()];
  }

  /**
   * Called by the browser. An element that is moved is taken out and put in: it begins once.
   *
   * @internal
   */
  connectedCallback(): void {
    if (this.#life !== null) {
      return;
    }
    const life = new AbortController();
    this.#life = life;
    this.#begun = Promise.all([childrenOf(this), wordsOfThePage(), this.predecessors]).then(() => {
      if (life.signal.aborted) {
        return;
      }
      currentPage().use(kernelNameOf(this), life.signal);
      try {
        this.#declareFiles();
        this.begin(life.signal);
      } catch (error) {
        this.complain(error);
      }
    });
  }

  /** Resolves once the element is what its attributes and children say. */
  get begun(): Promise<void> {
    return this.#begun;
  }

  /** @internal */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#life?.abort();
        this.#life = null;
      }
    });
  }

  /**
   * Become what it is, with all its children there.
   *
   * @param signal is aborted when it is not on the page any more; it may begin anew afterwards.
   * @throws AuthorMistake if an attribute or a child makes no sense.
   */
  protected abstract begin(signal: AbortSignal): void;

  /** Settles when those are there that it may ask for at once. */
  protected get predecessors(): Promise<unknown> {
    return currentPage().components;
  }

  /** The Python that the element asks. */
  protected get python(): PagePython {
    return currentPage().python(kernelNameOf(this) ?? undefined);
  }

  /** The names that its code sees, by what the nearest around it says; those of the whole page where none does. */
  get namespace(): string {
    return this.closest('[namespace]')?.getAttribute('namespace') ?? '';
  }

  /**
   * When Python is wanted, by the element's attribute, the nearest around it, or the page's script.
   *
   * @throws AuthorMistake if the attribute says something else.
   */
  protected when(otherwise: When): When {
    const value = this.closest('[boot]')?.getAttribute('boot') ?? currentPage().boot;
    if (value === null) {
      return otherwise;
    }
    if (!isWhen(value)) {
      throw new AuthorMistake(
        `boot="${value}" is none of its values.`,
        `Write one of ${WHENS.map((each) => `"${each}"`).join(', ')}.`,
      );
    }
    return value;
  }

  /**
   * Do something once Python is wanted. Where its download matters, a reader wants it by a button that tells the size.
   *
   * @param hasButton whether the element shows such a button itself, or needs none; else one is shown.
   * @param session of that Python.
   */
  protected onceWanted(
    otherwise: When,
    signal: AbortSignal,
    act: () => void,
    hasButton = true,
    session: WantedSession = this.python.session,
  ): void {
    const when = this.when(otherwise);
    const isThere = currentPage().hasPython || session.state.stage !== 'unwanted';
    if (!isSparing() || currentPage().download === 0 || isThere) {
      wanted(this, when, signal, act);
      return;
    }
    const begun = new AbortController();
    let isPressed = false;
    session.addEventListener(
      'state',
      () => {
        if (session.state.stage !== 'unwanted') {
          begun.abort();
          wanted(this, isPressed ? 'eager' : when, signal, act);
        }
      },
      { signal: anyOf(signal, begun.signal) },
    );
    if (!hasButton) {
      void import('./start-button.ts').then(({ startButton }) => {
        if (!signal.aborted && !begun.signal.aborted) {
          const button = startButton(session);
          this.root.prepend(button);
          button.addEventListener(
            'click',
            () => {
              isPressed = true;
            },
            { capture: true },
          );
          begun.signal.addEventListener('abort', () => {
            button.remove();
          });
          signal.addEventListener('abort', () => {
            button.remove();
          });
        }
      });
    }
  }

  /** Show the element's Python the files that it names. */
  #declareFiles(): void {
    const files = this.getAttribute('files');
    if (files !== null) {
      this.python.session.declare(declaredFiles(files, document.baseURI));
    }
  }

  /** Say in the element, and on the console, what is wrong. Nothing else on the page stops. */
  protected complain(cause: unknown): void {
    const error = toldOf(cause, currentPage().baseUrl);
    const reason = error instanceof Error ? error.message : String(error);
    const name = this.localName + (this.id === '' ? '' : `#${this.id}`);
    if (error instanceof AuthorMistake) {
      console.error(`<${name}>: ${reason}`);
    } else {
      console.error(`<${name}>`, error);
    }
    const card = document.createElement('p');
    card.setAttribute('part', 'mistake');
    card.role = 'alert';
    card.textContent = `<${name}>: ${reason}`;
    this.root.querySelector('[part~="mistake"]')?.remove();
    this.root.prepend(card);
  }

  protected readonly root: ShadowRoot;
  #life: AbortController | null = null;
  #begun: Promise<void> = Promise.resolve();
}

/** An element may be there before what is in it has been read. */
async function childrenOf(element: Element): Promise<void> {
  if (document.readyState !== 'loading' || hasFollowing(element)) {
    return;
  }
  await new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true });
  });
}

function hasFollowing(element: Element): boolean {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    if (each.nextSibling !== null) {
      return true;
    }
  }
  return false;
}
