import type { PythonEnd } from '@lite-build/messages';
import { Card } from './card.ts';

const KEPT = 'What it had in memory is lost. Your files and the notebook are kept.';

/** Says on the page that a kernel's Python has ended, until the reader restarts the kernel or closes the card. */
export class EndReport {
  /**
   * @param restart starts the kernel anew.
   */
  constructor(restart: () => void) {
    this.#restart = restart;
  }

  ended(end: PythonEnd): void {
    const how = end.cause === 'exit' ? 'A cell has called exit().' : `Python cannot go on: ${end.reason}.`;
    this.#card.failure('Python has ended', [how, KEPT], [{ label: 'Restart kernel', act: this.#restart }]);
  }

  /** Take away what is on the page. */
  close(): void {
    this.#card.close();
  }

  readonly #card = new Card();
  readonly #restart: () => void;
}
