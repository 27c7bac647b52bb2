/** How often to note that the thread is free, while it has something to do. */
const NOTE_MILLISECONDS = 100;

/** Knows when the worker's thread was free last: what the page had said until then is heard, or about to be. */
export class FreeThread {
  /** When it was, as `performance.now()` tells the time. */
  get last(): number {
    return this.#last;
  }

  /** It is free now. */
  note(): void {
    this.#last = performance.now();
  }

  /** Something runs from now on, which may take the thread or leave it free. */
  begin(): void {
    this.#running += 1;
    this.note();
    this.#noting ??= setInterval(() => {
      this.note();
    }, NOTE_MILLISECONDS);
  }

  /** What began has ended. */
  end(): void {
    this.#running -= 1;
    if (!this.isUsed) {
      clearInterval(this.#noting);
      this.#noting = undefined;
    }
  }

  /** Whether something runs that has begun. */
  get isUsed(): boolean {
    return this.#running > 0;
  }

  #last = 0;
  #running = 0;
  #noting: ReturnType<typeof setInterval> | undefined;
}
