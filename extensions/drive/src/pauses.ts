/** How long a program that keeps the thread goes on between two steps, in milliseconds. */
const LEAST = 250;
/** So many times as long as storing took last it goes on at least, so that it loses a tenth of its time at most. */
const TIMES = 10;

/** The pauses between steps in which a program that keeps the thread goes on. */
export class Pauses {
  /**
   * How long the next one is, in milliseconds.
   *
   * @param isUrgent whether it may be shorter than others, where storing takes little.
   */
  next(isUrgent: boolean): number {
    return Math.max(isUrgent ? 0 : LEAST, TIMES * this.#took);
  }

  /** Whether a pause of so many milliseconds is over. */
  isOver(milliseconds: number): boolean {
    return performance.now() - this.#waited >= milliseconds;
  }

  /** The program waits; the answer is called when it goes on. */
  beginStoring(): () => void {
    const start = performance.now();
    return () => {
      this.#waited = performance.now();
      this.#took = this.#waited - start;
    };
  }

  #waited = 0;
  #took = 0;
}
