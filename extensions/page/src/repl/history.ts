/** More than anybody goes back through. */
const MOST = 1000;

/**
 * What was entered at a prompt, to go back to. Who has typed something first goes through what begins with it, as in
 * IPython; what was typed comes back at the end.
 */
export class History {
  /** Note what was entered; the same once more is not noted again. */
  add(entry: string): void {
    if (this.#entries.at(-1) !== entry) {
      this.#entries.push(entry);
      this.#entries.splice(0, this.#entries.length - MOST);
    }
    this.leave();
  }

  /** The entry before the one that is shown; null where there is none. */
  back(shown: string): string | null {
    return this.#go(shown, -1);
  }

  /** The entry behind the one that is shown, or what was typed before; null where there is neither. */
  forward(shown: string): string | null {
    return this.#walk === null ? null : this.#go(shown, 1);
  }

  /** The reader stays where she is: the next walk begins there. */
  leave(): void {
    this.#walk = null;
  }

  #go(shown: string, step: -1 | 1): string | null {
    // An entry that was changed is typed text, from which another walk begins.
    const walk = this.#walk?.shown === shown ? this.#walk : { typed: shown, at: this.#entries.length, shown };
    for (let at = walk.at + step; at >= 0 && at <= this.#entries.length; at += step) {
      const entry = this.#entries[at] ?? walk.typed;
      if (at === this.#entries.length || (entry.startsWith(walk.typed) && entry !== shown)) {
        this.#walk = { ...walk, at, shown: entry };
        return entry;
      }
    }
    return null;
  }

  readonly #entries: string[] = [];
  #walk: { readonly typed: string; readonly at: number; readonly shown: string } | null = null;
}
