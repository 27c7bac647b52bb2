import type { BootProgress } from '@lite-build/messages';
import { Card } from './card.ts';

/** Tells of one kernel's boot on its page. */
export class BootReport {
  /**
   * @param bootBytes how much is fetched in all, once decompressed; null where that is not known.
   * @param tryAgain starts Python once more.
   */
  constructor(bootBytes: number | null, tryAgain: () => void) {
    this.#bootBytes = bootBytes;
    this.#tryAgain = tryAgain;
  }

  booting(progress: BootProgress): void {
    if (progress.stage === 'starting') {
      this.#card.progress('Starting Python', null);
    } else {
      const total = progress.total ?? this.#bootBytes;
      const part = total === null ? null : Math.min(1, progress.bytes / total);
      this.#card.progress('Fetching Python', part);
    }
  }

  failed(reason: string): void {
    this.#card.failure(
      'Python did not start',
      [reason, 'Cells cannot run before it does. Your files are kept: nothing of them is lost.'],
      [{ label: 'Try again', act: this.#tryAgain }],
    );
  }

  /** Take away what is on the page. */
  close(): void {
    this.#card.close();
  }

  readonly #card = new Card();
  readonly #bootBytes: number | null;
  readonly #tryAgain: () => void;
}
