import { Widget } from '@lumino/widgets';

/** What a bar offers to do. */
export interface BarAction {
  readonly label: string;
  readonly act: () => Promise<void>;
}

/** What a bar says of a document, and what the reader can do about it. */
export interface BarContent {
  readonly text: string;
  /** Opens in a tab of its own. */
  readonly link?: { readonly label: string; readonly address: string };
  /** Is shown below the bar as long as the reader wants it. */
  readonly details?: { readonly label: string; readonly make: () => Promise<HTMLElement> };
  readonly actions: readonly BarAction[];
}

/** A bar above a document. It blocks nothing: the document below stays as usable as it was. */
export class Bar extends Widget {
  /** @param label names the bar for who cannot see it. */
  constructor(label: string) {
    super();
    this.addClass('lite-build-bar');
    this.node.role = 'region';
    this.node.ariaLabel = label;
    this.#inner.className = 'lite-build-bar-inner';
    this.#text.role = 'status';
    this.#error.role = 'alert';
    this.#inner.append(this.#text, this.#buttons, this.#error, this.#details);
    this.node.append(this.#inner);
    this.hide();
    // JupyterLab's layout asks for a height, and a narrow bar wraps.
    this.#resizing.observe(this.#inner);
    this.disposed.connect(() => {
      this.#resizing.disconnect();
    });
  }

  /** Say something; null to say nothing. */
  say(content: BarContent | null): void {
    const said = JSON.stringify(content);
    if (said === this.#said) {
      return;
    }
    this.#said = said;
    this.#error.textContent = '';
    this.#details.replaceChildren();
    this.#buttons.replaceChildren();
    this.setHidden(content === null);
    if (content !== null) {
      this.#buttons.append(...this.#controls(content));
    }
    // A status is read out if it changes while it is on the page.
    requestAnimationFrame(() => {
      this.#text.textContent = content?.text ?? '';
    });
  }

  #controls({ link, details, actions }: BarContent): HTMLElement[] {
    const controls: HTMLElement[] = [];
    if (link !== undefined) {
      const element = document.createElement('a');
      element.textContent = link.label;
      element.href = link.address;
      element.target = '_blank';
      controls.push(element);
    }
    if (details !== undefined) {
      controls.push(this.#opener(details));
    }
    for (const { label, act } of actions) {
      controls.push(this.#button(label, act));
    }
    return controls;
  }

  #opener({ label, make }: NonNullable<BarContent['details']>): HTMLElement {
    const opener = this.#button(label, async () => {
      const isOpen = this.#details.childElementCount > 0;
      this.#details.replaceChildren(...(isOpen ? [] : [await make()]));
      opener.ariaExpanded = String(!isOpen);
    });
    opener.ariaExpanded = 'false';
    return opener;
  }

  #button(label: string, act: () => Promise<void>): HTMLButtonElement {
    const button = document.createElement('button');
    button.textContent = label;
    button.addEventListener('click', () => {
      this.#error.textContent = '';
      button.disabled = true;
      act()
        .catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          this.#error.textContent = `Nothing was changed: ${reason}`;
        })
        .finally(() => {
          button.disabled = false;
        });
    });
    return button;
  }

  readonly #inner = document.createElement('div');
  readonly #text = document.createElement('p');
  readonly #buttons = document.createElement('div');
  readonly #error = document.createElement('p');
  readonly #details = document.createElement('div');
  readonly #resizing = new ResizeObserver(() => {
    this.node.style.minHeight = `${this.#inner.offsetHeight}px`;
    this.parent?.fit();
  });
  #said = 'null';
}
