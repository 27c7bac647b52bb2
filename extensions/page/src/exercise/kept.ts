/** What a learner has reached in an exercise. */
export interface Reached {
  readonly code: string;
  readonly isSolved: boolean;
  /** How many hints are shown. */
  readonly hints: number;
  readonly hasSolution: boolean;
}

/** Keeps what a learner has reached in the browser, until it is forgotten. Storage that is not to be had keeps nothing. */
export class Kept {
  /**
   * @param start the code that the exercise begins with: where an exercise has no id, it is known by that.
   */
  constructor(exercise: Element, start: string) {
    this.#start = start;
    const nameless = [...document.querySelectorAll(`${exercise.localName}:not([id])`)];
    const name = exercise.id === '' ? `:${nameless.indexOf(exercise)}` : exercise.id;
    this.#hasName = exercise.id !== '';
    this.#key = `${exercise.localName}:${location.pathname}#${name}`;
  }

  get reached(): Reached | null {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Partial<Stored> | null;
      if (typeof kept?.code !== 'string' || (!this.#hasName && kept.start !== this.#start)) {
        return null;
      }
      const { code, isSolved = false, hints = 0, hasSolution = false } = kept;
      return { code, isSolved, hints, hasSolution };
    } catch {
      return null;
    }
  }

  keep(reached: Reached): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ ...reached, start: this.#start } satisfies Stored));
    } catch {
      // It is full, or the browser allows this page none.
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // There was none.
    }
  }

  readonly #key: string;
  readonly #hasName: boolean;
  readonly #start: string;
}

interface Stored extends Reached {
  readonly start: string;
}
