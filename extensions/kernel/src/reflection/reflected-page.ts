import type { PageMessage, PageReflection, WorkerMessage } from '@lite-build/messages';
import remote from 'reflected-ffi/remote';
import {
  APPLY,
  GATHER,
  GET,
  GET_OWN_PROPERTY_DESCRIPTOR,
  GET_PROTOTYPE_OF,
  UNREF,
} from 'reflected-ffi/traps';
import { REMOTE_FUNCTION } from 'reflected-ffi/types';
import { read } from './answer.ts';
import { LaterObjects } from './later-objects.ts';
import { ATTRIBUTES, hasInShape, type Shape } from './shapes.ts';
import { APPLY_AND_AWAIT, functionsIn, functionsOf, HOST, keyOf, objectsIn, Sendings } from './tagged.ts';

/** How Python in a worker reaches its page. */
export interface PageWay {
  readonly tell: (message: WorkerMessage) => void;
  /** What has come of what was told last, at once; null where the worker cannot wait for its page. */
  readonly ask: ((id: number) => string) | null;
}

/** What has methods, by their names. */
type Methods = Readonly<Record<string, (...values: unknown[]) => unknown>>;

/** The page's own objects, as Python in a worker reaches them: the worker's end. */
export class ReflectedPage {
  constructor({ tell, ask }: PageWay) {
    this.#tell = tell;
    this.#ask = ask;
    this.#remote = remote({
      buffer: true,
      reflect: (trap: number, object: number | null, ...values: unknown[]) =>
        this.#reflect(trap, object, values),
    });
  }

  /** Whether what the page has is at hand at once; else it is awaited. */
  get isAtOnce(): boolean {
    return this.#ask !== null;
  }

  /** The page's window. */
  get window(): unknown {
    return this.#remote.global;
  }

  /** Whether a value is an object of the page's. */
  isOfPage(value: unknown): boolean {
    return this.#remote.isProxy(value);
  }

  /**
   * What the page does for Python.
   *
   * @param untold the names of methods that nobody waits for, and that give nothing.
   * @param awaited the names of those that give a promise, which Python has settled at once where it can.
   */
  host(untold: readonly string[], awaited: readonly string[]): object {
    const { import: find } = this.window as { import: (name: string) => Methods };
    const host = find(HOST);
    const methods = new Map<string, (...values: unknown[]) => unknown>(
      untold.map((name) => {
        const method = host[name];
        return [
          name,
          (...values: unknown[]): void => {
            this.#as('untold', () => method?.apply(host, values));
          },
        ];
      }),
    );
    for (const name of awaited) {
      const method = host[name];
      methods.set(name, (...values) => this.#as('awaited', () => method?.apply(host, values)));
    }
    return new Proxy(host, {
      get: (_, name) => methods.get(String(name)) ?? (Reflect.get(host, name) as unknown),
    });
  }

  /** Several attributes of an object at once. */
  gather(target: object, names: readonly string[]): unknown[] {
    return this.#remote.gather(target, ...names);
  }

  /** The page calls a function of Python's, or lets go of it. */
  async hear({ id, call, shapes }: Extract<PageMessage, { type: 'reflect' }>): Promise<void> {
    const [trap, name, ...values] = call;
    if (trap === UNREF) {
      if (this.#functions.release(name as number, values[0] as number)) {
        await this.#remote.reflect(UNREF, name);
      }
      return;
    }
    this.#received.note([values[0], ...(values[1] as unknown[])].flatMap(objectsIn));
    this.#fresh = shapes as ReadonlyMap<number, Shape>;
    try {
      const value: unknown = await this.#remote.reflect(trap, name, ...values);
      this.#functions.note(functionsIn(value));
      this.#tell({ type: 'reflected', id, outcome: { value } });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#tell({ type: 'reflected', id, outcome: { error: words } });
    }
  }

  /** What has come of what Python awaits. */
  settle(id: number, answer: string): void {
    const awaited = this.#awaited.get(id);
    this.#awaited.delete(id);
    awaited?.(answer);
  }

  #reflect(trap: number, object: number | null, values: unknown[]): unknown {
    if (trap === UNREF) {
      this.#say([UNREF, object, this.#received.forget(object as number)], null);
      return undefined;
    }
    this.#functions.note(functionsOf([trap, object, ...values]));
    if (this.#manner === 'untold') {
      this.#say([trap, object, ...values], null);
      return undefined;
    }
    if (this.#given !== null) {
      const [given] = this.#given;
      this.#given = null;
      return given;
    }
    const known = this.#known(trap, object, values);
    if (known !== undefined) {
      return known.value;
    }
    if (this.#ask === null) {
      return this.#later.reflect(trap, object, values);
    }
    const asked = trap === APPLY && this.#manner === 'awaited' ? APPLY_AND_AWAIT : trap;
    const id = this.#say([asked, object, ...values], 'answer');
    const { value, shapes } = read(this.#ask(id));
    this.#received.note((trap === GATHER ? (value as unknown[]) : [value]).flatMap(objectsIn));
    this.#fresh = this.#isProbe(trap, object, values) ? new Map([...this.#fresh, ...shapes]) : shapes;
    return value;
  }

  /** Python awaits what has come of something. */
  #await(id: number, resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
    this.#awaited.set(id, (answer) => {
      try {
        const { value, shapes } = read(answer);
        this.#received.note(objectsIn(value));
        this.#fresh = shapes;
        // What the library makes of it.
        this.#given = [value];
        resolve(Reflect.get(this.window as object, 'given'));
      } catch (error) {
        reject(error);
      }
    });
  }

  /** What Pyodide asks of an object that has just come, and was told along with it; undefined for all else. */
  #known(trap: number, object: number | null, values: unknown[]): { value: unknown } | undefined {
    if (trap === GET_PROTOTYPE_OF) {
      // It is of no class of this side's, and what its own classes have is told of by its shape.
      return { value: null };
    }
    if (object === null || (trap !== GET && trap !== GET_OWN_PROPERTY_DESCRIPTOR)) {
      return undefined;
    }
    const key = keyOf(values);
    const name = this.#classNames.get(object);
    if (trap === GET && name !== undefined && key === 'name') {
      return { value: name };
    }
    const shape = this.#fresh.get(object);
    if (shape === undefined) {
      return undefined;
    }
    if (trap === GET_OWN_PROPERTY_DESCRIPTOR) {
      const has = hasInShape(shape, key);
      const described = { value: undefined, writable: true, enumerable: true, configurable: true };
      return has === null ? undefined : { value: has ? described : undefined };
    }
    if (key === Symbol.toStringTag) {
      return { value: shape.tag ?? undefined };
    }
    if (key === 'constructor' && shape.class !== null) {
      const [made, called] = shape.class;
      this.#classNames.set(made, called);
      return { value: [REMOTE_FUNCTION, made] };
    }
    return hasInShape(shape, key) === false && !ATTRIBUTES.includes(String(key))
      ? { value: undefined }
      : undefined;
  }

  /** Whether it is Pyodide that asks, and more of its questions follow. */
  #isProbe(trap: number, object: number | null, values: unknown[]): boolean {
    const shape = trap === GET && object !== null ? this.#fresh.get(object) : undefined;
    return shape !== undefined && hasInShape(shape, keyOf(values)) === true;
  }

  #say(call: PageReflection['call'], wants: PageReflection['wants'], as: number | null = null): number {
    this.#calls += 1;
    this.#tell({ type: 'reflect', id: this.#calls, call, wants, as });
    return this.#calls;
  }

  #as(manner: 'untold' | 'awaited', act: () => unknown): unknown {
    this.#manner = manner;
    try {
      return act();
    } finally {
      this.#manner = null;
    }
  }

  readonly #tell: PageWay['tell'];
  readonly #ask: PageWay['ask'];
  readonly #remote: ReturnType<typeof remote>;
  readonly #received = new Sendings();
  readonly #functions = new Sendings();
  /** What takes the answer to each that Python awaits. */
  readonly #awaited = new Map<number, (answer: string) => void>();
  /** The objects that have come last, which Pyodide is about to ask of. */
  #fresh: ReadonlyMap<number, Shape> = new Map();
  readonly #later = new LaterObjects(
    (call, wants, as) => this.#say(call, wants, as),
    (id, resolve, reject) => {
      this.#await(id, resolve, reject);
    },
  );
  /** What the library is to take for the page's answer. */
  #given: readonly [unknown] | null = null;
  readonly #classNames = new Map<number, string>();
  /** How the call is made that is about to be: nobody waits for it, or for what its promise gives. */
  #manner: 'untold' | 'awaited' | null = null;
  #calls = 0;
}
