import type { OutputLimits } from '../options.ts';
import { lengthOf, type TerminalText } from './terminal-text.ts';
import { RowList } from '../row-list.ts';
import { word } from '../../words/later-words.ts';

/** Which rows are shown: those before `headEnd`, and those from `tailStart` on. */
interface Window {
  readonly headEnd: number;
  readonly tailStart: number;
}

/**
 * Shows a terminal's text, and what has changed of it when it is told to.
 *
 * Of a large text the beginning and the end are there, with a button between them. An update costs the rows that have changed, and
 * never more than are shown.
 */
export class TextView {
  readonly element = document.createElement('div');
  private readonly head = new RowList();
  private readonly tail = new RowList();
  private readonly cut = document.createElement('button');
  private readonly text: TerminalText;
  private readonly limits: OutputLimits;
  private showsAll = false;

  constructor(text: TerminalText, limits: OutputLimits) {
    this.text = text;
    this.limits = limits;
    this.element.className = 'lite-text';
    this.cut.className = 'lite-more';
    this.cut.type = 'button';
    this.cut.addEventListener('click', () => {
      this.showAll();
    });
    this.element.append(this.head.element, this.tail.element);
    text.takeChangedFrom();
    this.draw(0);
  }

  /** Draw what has changed. */
  update(): void {
    this.draw(this.text.takeChangedFrom());
  }

  private showAll(): void {
    // The keyboard's place is where the hidden lines begin, and not at the top of the page.
    const hadFocus = document.activeElement === this.cut;
    this.showsAll = true;
    this.draw(0);
    if (!hadFocus) return;
    this.element.tabIndex = -1;
    this.element.focus({ preventScroll: true });
  }

  private draw(changedFrom: number): void {
    const { rows, height } = this.text;
    const { headEnd, tailStart } = this.window();
    const most = this.showsAll ? Infinity : this.limits.characters;
    this.head.show({ rows, start: 0, end: headEnd, height, changedFrom, most });
    this.tail.show({ rows, start: tailStart, end: height, height, changedFrom, most });
    const hidden = tailStart - headEnd;
    const isCut = !this.showsAll && (hidden > 0 || this.text.characters > this.limits.characters);
    if (isCut) {
      this.cut.textContent =
        hidden > 0
          ? word('show-all-lines', { count: height, hidden })
          : word('show-all-characters', { count: this.text.characters });
      if (!this.cut.isConnected || this.cut.parentNode !== this.element) this.head.element.after(this.cut);
    } else {
      this.cut.remove();
    }
  }

  private window(): Window {
    const { rows, height, characters } = this.text;
    const { lines } = this.limits;
    if (this.showsAll || (height <= lines && characters <= this.limits.characters)) {
      return { headEnd: height, tailStart: height };
    }
    const half = this.limits.characters / 2;
    let headEnd = 0;
    for (let left = half; headEnd < Math.min(height, Math.ceil(lines / 2)) && left > 0; headEnd += 1) {
      left -= lengthOf(rows[headEnd] ?? '');
    }
    let tailStart = height;
    for (
      let left = half;
      tailStart > Math.max(headEnd, height - Math.floor(lines / 2)) && left > 0;
      tailStart -= 1
    ) {
      left -= lengthOf(rows[tailStart - 1] ?? '');
    }
    return { headEnd, tailStart };
  }
}
