import { SAVED_VIEW } from '../elements/saved-views.ts';
import { adoptStyles } from '../outputs/adopt-styles.ts';
import { followTheme } from './page-theme.ts';
import styles from './widgets.css' with { type: 'text' };
import { word } from '../words/later-words.ts';

const styled = new WeakSet<Document | ShadowRoot>();

/** Where a widget is shown: its view, and a word beside it. */
export class WidgetPlace {
  readonly modelId: string;
  /** The view's, and nobody else's. */
  readonly body = document.createElement('div');

  constructor(modelId: string, element: HTMLElement) {
    this.modelId = modelId;
    this.#element.className = 'lite-widget-place';
    this.#note.className = 'lite-widget-note';
    this.#note.hidden = true;
    this.#element.append(this.body, this.#note);
    element.append(this.#element);
    adoptStyles(element, styles, styled);
  }

  /** Say something beside the view; nothing where the text is empty. */
  note(text: string): void {
    this.#note.textContent = text;
    this.#note.hidden = text === '';
  }

  /** Tell the widget by its element whether the page is light or dark, until the signal. */
  followScheme(signal: AbortSignal): void {
    followTheme(this.body, signal);
  }

  /** The widget's Python is not there any more: what is shown stays, and takes nothing. */
  leavePython(): void {
    this.body.inert = true;
    this.#element.classList.add('lite-widget-left');
    this.note(word('widget-restarted'));
  }

  /** Whether it goes on with no Python, as it was before that. */
  get isOfSavedView(): boolean {
    return this.#element.closest(`.${SAVED_VIEW}`) !== null;
  }

  remove(): void {
    this.#element.remove();
  }

  readonly #element = document.createElement('div');
  readonly #note = document.createElement('p');
}
