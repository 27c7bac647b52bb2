/** How far below the caret a popup begins, and how far from the window's edges it stays, in pixels. */
const GAP = 3;

/**
 * Something that is shown at the caret, above all of the page, until it is closed: it goes where the caret goes.
 *
 * It is in the tree of the field, which names it in its attributes.
 */
export class Popup {
  readonly element = document.createElement('div');

  constructor(place: HTMLElement, className: string) {
    this.#place = place;
    this.element.className = className;
    this.element.popover = 'manual';
    // The field keeps the focus, and with it a phone its keyboard.
    this.element.addEventListener('mousedown', (event) => {
      event.preventDefault();
    });
  }

  get isOpen(): boolean {
    return this.#opened !== null;
  }

  /**
   * Show it below a caret, or above where there is more room.
   *
   * @param caretBox where the caret is in the window by now.
   */
  open(caretBox: () => DOMRect): void {
    if (this.#opened === null) {
      const opened = new AbortController();
      this.#opened = opened;
      this.#place.append(this.element);
      this.element.showPopover();
      const { signal } = opened;
      const follow = (event: Event): void => {
        if (event.target !== this.element) {
          this.#put(caretBox());
        }
      };
      addEventListener('scroll', follow, { capture: true, passive: true, signal });
      addEventListener('resize', follow, { signal });
    }
    this.#put(caretBox());
  }

  close(): void {
    this.#opened?.abort();
    this.#opened = null;
    this.element.remove();
  }

  #put(caret: DOMRect): void {
    const { style } = this.element;
    const { width, height } = this.element.getBoundingClientRect();
    const isBelow = caret.bottom + GAP + height <= innerHeight || caret.top < innerHeight - caret.bottom;
    style.top = `${isBelow ? caret.bottom + GAP : Math.max(GAP, caret.top - GAP - height)}px`;
    style.left = `${Math.max(GAP, Math.min(caret.left, innerWidth - width - GAP))}px`;
  }

  readonly #place: HTMLElement;
  #opened: AbortController | null = null;
}
