import type { CodeView } from '../elements/code/code-view.ts';

/** From the end, in pixels, what still counts as there. */
const NEAR = 4;

/** What scrolls as a terminal does: its end stays in sight, unless the reader has gone up. */
export class Terminal {
  readonly element = document.createElement('div');

  /** @param view what is typed into: it has the focus when one clicks where nothing is. */
  constructor(content: readonly HTMLElement[], view: CodeView, signal: AbortSignal) {
    this.element.className = 'terminal';
    this.element.part.add('terminal');
    const inner = document.createElement('div');
    inner.append(...content);
    this.element.append(inner);
    this.element.addEventListener('scroll', () => {
      // What is put out meanwhile makes the end go away, and only the reader goes up.
      const { scrollTop } = this.element;
      this.#isAtEnd = this.#distance <= NEAR || (this.#isAtEnd && scrollTop >= this.#seen);
      this.#seen = scrollTop;
    });
    this.element.addEventListener('click', ({ target }) => {
      const isChoosing = document.getSelection()?.isCollapsed === false;
      if ((target === this.element || target === inner) && !isChoosing) {
        view.field?.focus();
      }
    });
    const observer = new ResizeObserver(() => {
      if (this.#isAtEnd) {
        this.stick();
      }
    });
    observer.observe(inner);
    observer.observe(this.element);
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
  }

  /** Go to the end, and stay there. */
  stick(): void {
    this.#isAtEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Go up or down by so many times of what is seen. */
  scroll(pages: number): void {
    this.element.scrollBy({ top: pages * 0.9 * this.element.clientHeight });
  }

  get #distance(): number {
    const { clientHeight, scrollHeight, scrollTop } = this.element;
    return scrollHeight - clientHeight - scrollTop;
  }

  #isAtEnd = true;
  /** Where it was scrolled to. */
  #seen = 0;
}
