/** How far below the caret a popup begins, and how far from the window's edges it stays, in pixels. */
const GAP = 3;

/**
 * Something that is shown at the caret, above all of the page, until the page is scrolled or it is closed.
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

  /** Show it below a caret, or above where there is more room. */
  open(caret: DOMRect): void {
    if (this.#opened === null) {
      const opened = new AbortController();
      this.#opened = opened;
      this.#place.append(this.element);
      this.element.showPopover();
      const close = (event: Event): void => {
        if (!(event.target instanceof Node) || !this.element.contains(event.target)) {
          this.close();
        }
      };
      const { signal } = opened;
      addEventListener('scroll', close, { capture: true, passive: true, signal });
      addEventListener('resize', close, { signal });
    }
    const { style } = this.element;
    const { width, height } = this.element.getBoundingClientRect();
    const isBelow = caret.bottom + GAP + height <= innerHeight || caret.top < innerHeight - caret.bottom;
    style.top = `${isBelow ? caret.bottom + GAP : Math.max(GAP, caret.top - GAP - height)}px`;
    style.left = `${Math.max(GAP, Math.min(caret.left, innerWidth - width - GAP))}px`;
  }

  close(): void {
    this.#opened?.abort();
    this.#opened = null;
    this.element.remove();
  }

  readonly #place: HTMLElement;
  #opened: AbortController | null = null;
}
