import type { PythonObject } from './lite.d.ts';

/** What an object's attributes lead to, or what a call of that gives. */
export interface Follow {
  readonly path: readonly string[];
  readonly arguments?: readonly unknown[];
  readonly named?: object;
}

/** What is asked of the Python that has the objects. */
export interface ObjectCalls {
  follow(id: number, follow: Follow): Promise<unknown>;
  iterate(id: number): AsyncIterator<unknown>;
  /** The page has these no more. */
  forget(ids: readonly number[]): void;
}

/** What stands in the page for the objects of one Python; each is let go of when the page does not use it. */
export class PythonObjects {
  constructor(calls: ObjectCalls) {
    this.#calls = calls;
  }

  /** How many there are. */
  get size(): number {
    return this.#held.size;
  }

  /** The number of an object; undefined where it is none of these. */
  numberOf(value: object): number | undefined {
    return this.#numbers.get(value);
  }

  /** What stands for an object. */
  make(id: number, type: string): PythonObject {
    const made = this.#member(id, [], type);
    this.#held.add(id);
    this.#numbers.set(made, id);
    this.#unused.register(made, id, made);
    return made;
  }

  /** Let go of an object. What is asked of it from now on is refused. */
  release(value: object): boolean {
    const id = this.#numbers.get(value);
    if (id !== undefined && this.#held.has(id)) {
      this.#unused.unregister(value);
      this.#letGo(id);
    }
    return id !== undefined;
  }

  #letGo(id: number): void {
    this.#held.delete(id);
    this.#released.push(id);
    if (this.#released.length === 1) {
      queueMicrotask(() => {
        this.#calls.forget(this.#released.splice(0));
      });
    }
  }

  /** Keeps the object itself: one whose attribute is being used is used. */
  #member(id: number, path: readonly string[], type: string, owner?: object): PythonObject {
    const calls = this.#calls;
    const call = (values: readonly unknown[], named: object): Promise<unknown> =>
      calls.follow(id, { path, arguments: values, named });
    const callKwargs = (...values: readonly unknown[]): Promise<unknown> => {
      const named = values.at(-1);
      if (typeof named !== 'object' || named === null) {
        return Promise.reject(
          new TypeError('callKwargs takes an object with the named arguments as its last.'),
        );
      }
      return call(values.slice(0, -1), named);
    };
    const own: object = new Proxy(nothing, {
      apply: (_target, _this, values: unknown[]) => call(values, {}),
      get: (_target, name) => {
        if (typeof name === 'symbol') {
          return path.length > 0 ? undefined : this.#symbol(name, id, type, own);
        }
        if (name === 'then') {
          return path.length === 0 ? undefined : thenOf(() => calls.follow(id, { path }));
        }
        return name === 'callKwargs' ? callKwargs : this.#member(id, [...path, name], type, owner ?? own);
      },
      has: () => true,
      set: () => {
        throw new TypeError("Attributes of Python's objects are set in Python: have a function do it.");
      },
      ownKeys: () => [],
      getOwnPropertyDescriptor: () => undefined,
    });
    if (owner !== undefined) {
      this.#owners.set(own, owner);
    }
    return own as PythonObject;
  }

  #symbol(name: symbol, id: number, type: string, own: object): unknown {
    if (name === Symbol.asyncIterator) {
      return () => this.#calls.iterate(id);
    }
    if (name === Symbol.toStringTag) {
      return `Python ${type}`;
    }
    if (name === Symbol.toPrimitive) {
      return () => `[object Python ${type}]`;
    }
    return name === Reflect.get(Symbol, 'dispose') ? () => this.release(own) : undefined;
  }

  readonly #calls: ObjectCalls;
  readonly #numbers = new WeakMap<object, number>();
  readonly #owners = new WeakMap<object, object>();
  readonly #held = new Set<number>();
  readonly #released: number[] = [];
  readonly #unused = new FinalizationRegistry<number>((id) => {
    this.#letGo(id);
  });
}

/** What can be called, as the target of all. */
const nothing = (): void => undefined;

function thenOf(
  begin: () => Promise<unknown>,
): (resolve: (value: unknown) => unknown, reject: (error: unknown) => unknown) => Promise<unknown> {
  return (resolve, reject) => begin().then(resolve, reject);
}
