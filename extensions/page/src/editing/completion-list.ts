import type { Completion, Completions } from './completions.ts';
import { Popup } from './popup.ts';
import { word } from '../words/later-words.ts';

/** More than anybody looks through; the rest comes with what is typed next. */
const MOST = 200;

/** Takes one of some completions. */
type Choose = (completions: Completions, chosen: Completion) => void;

/** Completions to choose from, while the reader goes on typing in the field. */
export class CompletionList {
  /**
   * @param field whose attributes tell those who listen what is chosen.
   * @param choose called with what the reader takes.
   */
  constructor(place: HTMLElement, field: HTMLTextAreaElement, choose: Choose) {
    this.#field = field;
    this.#choose = choose;
    this.#popup = new Popup(place, 'popup completions');
    const { element } = this.#popup;
    element.role = 'listbox';
    element.id = 'lite-completions';
    element.part.add('completions');
    element.setAttribute('aria-label', word('completions'));
    element.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      if (option !== null) {
        this.#select([...element.children].indexOf(option));
        this.#take();
      }
    });
  }

  get isOpen(): boolean {
    return this.#popup.isOpen;
  }

  /** What is shown, while it is. */
  get shown(): Completions | null {
    return this.#popup.isOpen ? this.#shown : null;
  }

  show(completions: Completions, caretBox: () => DOMRect): void {
    this.#shown = completions;
    this.#popup.element.replaceChildren(...completions.options.slice(0, MOST).map(optionElement));
    this.#popup.open(caretBox);
    this.#field.setAttribute('aria-controls', this.#popup.element.id);
    this.#select(0);
  }

  close(): void {
    this.#popup.close();
    this.#field.removeAttribute('aria-controls');
    this.#field.removeAttribute('aria-activedescendant');
  }

  /** @returns whether the key was for the list. */
  handleKey({ key }: KeyboardEvent): boolean {
    const last = this.#popup.element.childElementCount - 1;
    switch (key) {
      case 'ArrowDown':
        this.#select(this.#at < last ? this.#at + 1 : 0);
        return true;
      case 'ArrowUp':
        this.#select(this.#at > 0 ? this.#at - 1 : last);
        return true;
      case 'PageDown':
        this.#select(Math.min(last, this.#at + 10));
        return true;
      case 'PageUp':
        this.#select(Math.max(0, this.#at - 10));
        return true;
      case 'Enter':
      case 'Tab':
        this.#take();
        return true;
      case 'Escape':
        this.close();
        return true;
      default:
        return false;
    }
  }

  #take(): void {
    const shown = this.#shown;
    const chosen = shown?.options[this.#at];
    this.close();
    if (shown !== null && chosen !== undefined) {
      this.#choose(shown, chosen);
    }
  }

  #select(at: number): void {
    const { children } = this.#popup.element;
    children[this.#at]?.setAttribute('aria-selected', 'false');
    this.#at = at;
    const option = children[at];
    if (option !== undefined) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      this.#field.setAttribute('aria-activedescendant', option.id);
    }
  }

  readonly #field: HTMLTextAreaElement;
  readonly #choose: Choose;
  readonly #popup: Popup;
  #shown: Completions | null = null;
  #at = 0;
}

function optionElement({ text, kind }: Completion, index: number): HTMLElement {
  const option = document.createElement('div');
  option.role = 'option';
  option.id = `lite-completion-${index}`;
  option.setAttribute('aria-selected', 'false');
  option.append(text);
  if (kind !== '') {
    const note = document.createElement('span');
    note.className = 'kind';
    note.textContent = kind;
    option.append(note);
  }
  return option;
}
