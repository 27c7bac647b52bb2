type Function_ = (...values: unknown[]) => unknown;

/** The page's functions that one Python has. */
export class Functions {
  /** How many there are. */
  get size(): number {
    return this.#functions.size;
  }

  /** The number by which Python knows a function; it has it once more. */
  keep(function_: Function_): number {
    const number = this.#numbers.get(function_) ?? this.#made + 1;
    this.#made = Math.max(this.#made, number);
    this.#numbers.set(function_, number);
    const present = this.#functions.get(number);
    this.#functions.set(number, { function_, uses: (present?.uses ?? 0) + 1 });
    return number;
  }

  get(number: number): Function_ | undefined {
    return this.#functions.get(number)?.function_;
  }

  /** @throws Error if there is no such function, or what that throws. */
  call(number: number, values: readonly unknown[]): unknown {
    const function_ = this.get(number);
    if (function_ === undefined) {
      throw new Error('The page does not have this function any more.');
    }
    return function_(...values);
  }

  /** Python has a function once less. */
  forget(number: number): void {
    const present = this.#functions.get(number);
    if (present !== undefined && present.uses > 1) {
      this.#functions.set(number, { ...present, uses: present.uses - 1 });
    } else {
      this.#functions.delete(number);
    }
  }

  clear(): void {
    this.#functions.clear();
  }

  readonly #numbers = new WeakMap<Function_, number>();
  readonly #functions = new Map<number, { readonly function_: Function_; readonly uses: number }>();
  #made = 0;
}
