import type { WidgetCell } from './saved-source.ts';

/** For how long what changes after the reader's last act is by that act, in milliseconds: some widgets wait a little. */
const PATIENCE = 2000;

/** Knows whether what changes is a reader's doing. Some widgets save as they are drawn, or by themselves. */
export class ReaderActs {
  /** The cell whose widgets the reader has acted on last. */
  get cell(): WidgetCell | null {
    return this.#cell;
  }

  /** Whether what changes now is by an act on a widget. */
  get isActing(): boolean {
    return this.#isPressing || performance.now() - this.#time < PATIENCE;
  }

  /**
   * The reader acts on a widget of a cell.
   *
   * @param isPressing whether the act goes on until the next.
   */
  note(cell: WidgetCell, isPressing: boolean): void {
    this.#cell = cell;
    this.#isPressing = isPressing;
    this.#time = performance.now();
  }

  #cell: WidgetCell | null = null;
  #isPressing = false;
  #time = -Infinity;
}
