import { excerptOf } from './excerpt.ts';

/** How long something may take before the page speaks of it: what appears for less would only flash. */
const PATIENCE_MILLISECONDS = 1000;

const STYLE = `
.lite-build-cards {
  position: fixed; right: 16px; bottom: 36px; z-index: 9000; width: 22em; max-width: calc(100vw - 32px);
  display: flex; flex-direction: column; gap: 8px; pointer-events: none;
}
.lite-build-card {
  pointer-events: auto; padding: 10px 14px; border-radius: 6px; border: 1px solid var(--jp-border-color1);
  background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
  font: var(--jp-ui-font-size1) / 1.45 var(--jp-ui-font-family); box-shadow: var(--jp-elevation-z4);
  animation: lite-build-card-comes 0.3s;
}
@keyframes lite-build-card-comes { from { opacity: 0; } }
.lite-build-card progress { display: block; width: 100%; margin-top: 6px; accent-color: var(--jp-brand-color1); }
.lite-build-card[role='alert'] { border-left: 4px solid var(--jp-error-color1); }
.lite-build-card h2 { margin: 0 0 4px; font-size: inherit; font-weight: 600; overflow-wrap: anywhere; }
.lite-build-card p { margin: 0 0 6px; overflow-wrap: anywhere; max-height: 12em; overflow-y: auto; white-space: pre-line; }
.lite-build-card pre {
  margin: 0 0 6px; padding: 4px 8px; max-height: 12em; overflow: auto; background: var(--jp-layout-color2);
  font: var(--jp-code-font-size) / 1.4 var(--jp-code-font-family);
}
.lite-build-card button {
  margin: 4px 8px 0 0; padding: 3px 12px; border-radius: 3px; border: 1px solid var(--jp-border-color1);
  background: var(--jp-layout-color2); color: inherit; font: inherit; cursor: pointer;
}
`;

/** What a card offers to do, by its label. */
export interface CardAction {
  label: string;
  act(): void;
}

/** Says in a corner of the page how far something is, if that takes a while, and what does not work. */
export class Card {
  /** Say what is being done; `part` of it, from 0 to 1, where that is known. */
  progress(text: string, part: number | null): void {
    this.#text = text;
    this.#part = part;
    this.#timer ??= setTimeout(() => {
      this.#show('status');
    }, PATIENCE_MILLISECONDS);
    if (this.#element !== null) {
      this.#draw(this.#element);
    }
  }

  /** Say what went wrong, until the card is closed. */
  failure(title: string, paragraphs: readonly string[], actions: readonly CardAction[]): void {
    this.#say('alert', title, paragraphs.map(paragraph), [
      ...actions,
      { label: 'Close', act: () => undefined },
    ]);
  }

  /**
   * Ask the reader something, until it is answered.
   *
   * @param quoted what it is about, which the page does not vouch for; of a long text the beginning is shown.
   * @param actions the answers; one of them does nothing.
   */
  question(
    title: string,
    paragraphs: readonly string[],
    quoted: string,
    actions: readonly CardAction[],
  ): void {
    const quotation = document.createElement('pre');
    const { text, left } = excerptOf(quoted);
    quotation.textContent = text;
    quotation.tabIndex = 0;
    const rest = left === 0 ? [] : [paragraph(`${left.toLocaleString('en')} more characters are not shown.`)];
    this.#say('dialog', title, [...paragraphs.map(paragraph), quotation, ...rest], actions);
  }

  #say(
    role: 'alert' | 'dialog',
    title: string,
    content: readonly HTMLElement[],
    actions: readonly CardAction[],
  ): void {
    this.close();
    const element = this.#show(role);
    element.ariaLabel = title;
    const heading = document.createElement('h2');
    heading.textContent = title;
    element.append(heading, ...content);
    for (const action of actions) {
      const button = document.createElement('button');
      button.textContent = action.label;
      button.addEventListener('click', () => {
        this.close();
        action.act();
      });
      element.append(button);
    }
  }

  /** Take the card away; it may be used again. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const cards = this.#element?.parentElement;
    this.#element?.remove();
    this.#element = null;
    if (cards?.childElementCount === 0) {
      cards.remove();
    }
  }

  #show(role: 'status' | 'alert' | 'dialog'): HTMLElement {
    const element = document.createElement('div');
    element.className = 'lite-build-card';
    element.role = role;
    this.#element = element;
    if (role === 'status') {
      this.#draw(element);
    }
    cardsOfThePage().append(element);
    return element;
  }

  #draw(element: HTMLElement): void {
    const bar = document.createElement('progress');
    if (this.#part !== null) {
      bar.value = this.#part;
    }
    const percent = this.#part === null ? '' : ` ${Math.round(this.#part * 100)} %`;
    element.replaceChildren(this.#text + percent, bar);
  }

  #element: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #text = '';
  #part: number | null = null;
}

function cardsOfThePage(): HTMLElement {
  const present = document.querySelector<HTMLElement>('.lite-build-cards');
  if (present !== null) {
    return present;
  }
  const cards = document.createElement('div');
  cards.className = 'lite-build-cards';
  const style = document.createElement('style');
  style.textContent = STYLE;
  cards.append(style);
  document.body.append(cards);
  return cards;
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}
