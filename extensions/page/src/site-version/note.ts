/** The words of a note, in the page's language. */
export interface NoteWords {
  readonly publishedAnew: string;
  readonly beingPublished: string;
  readonly reload: string;
  readonly notNow: string;
  readonly openAnyway: string;
}

const STYLE = `
:host {
  position: fixed; z-index: 2147483000; right: 16px; bottom: 36px; box-sizing: border-box;
  width: 24em; max-width: calc(100vw - 32px); padding: 10px 14px; border: 1px solid #8a8a8a; border-radius: 6px;
  background: Canvas; color: CanvasText; font: 14px/1.45 system-ui, sans-serif; box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
}
:host([all]) { inset: 0; width: auto; max-width: none; border: 0; border-radius: 0; display: grid; place-content: center; }
:host([dark]) { color-scheme: dark; }
:host([light]) { color-scheme: light; }
p { margin: 0 0 8px; max-width: 34em; }
button { margin: 0 8px 0 0; padding: 4px 12px; font: inherit; }
`;

/** Says in a corner of the page that the site was published anew, or on all of it that this is going on. */
export class VersionNote {
  constructor(words: () => Promise<NoteWords>) {
    this.#words = words;
  }

  /** Say that there is a new version; the reader may leave it at that. */
  async tell(reload: () => void): Promise<void> {
    if (this.#isDeclined || this.#element !== null) {
      return;
    }
    const { publishedAnew, reload: label, notNow } = await this.#words();
    await bodyIsThere();
    this.#show(publishedAnew, [
      [label, reload],
      [
        notNow,
        () => {
          this.#isDeclined = true;
        },
      ],
    ]);
  }

  /** Cover a page whose parts are of two versions, until there is one. */
  async cover(open: () => void): Promise<void> {
    const { beingPublished, openAnyway } = await this.#words();
    await bodyIsThere();
    this.close();
    this.#show(beingPublished, [[openAnyway, open]])?.toggleAttribute('all', true);
  }

  close(): void {
    this.#element?.remove();
    this.#element = null;
  }

  #show(text: string, actions: readonly (readonly [string, () => void])[]): HTMLElement | null {
    if (this.#element !== null) {
      return null;
    }
    const element = document.createElement('div');
    element.className = 'lite-build-version-note';
    const scheme = schemeOfThePage();
    if (scheme !== null) {
      element.toggleAttribute(scheme, true);
    }
    // A page's own styles are for the page.
    const root = element.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    const paragraph = document.createElement('p');
    root.append(style, paragraph);
    for (const [label, act] of actions) {
      const button = document.createElement('button');
      button.textContent = label;
      button.addEventListener('click', () => {
        this.close();
        act();
      });
      root.append(button);
    }
    paragraph.role = 'status';
    document.body.append(element);
    this.#element = element;
    // A status is read out if it changes while it is on the page.
    requestAnimationFrame(() => {
      paragraph.textContent = text;
    });
    return element;
  }

  readonly #words: () => Promise<NoteWords>;
  #element: HTMLElement | null = null;
  #isDeclined = false;
}

async function bodyIsThere(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => {
      document.addEventListener('DOMContentLoaded', resolve, { once: true });
    });
  }
}

/** JupyterLab says it on its body; null where the page's own style says it. */
function schemeOfThePage(): 'dark' | 'light' | null {
  const { jpThemeLight } = document.body.dataset;
  return jpThemeLight === undefined ? null : jpThemeLight === 'true' ? 'light' : 'dark';
}
