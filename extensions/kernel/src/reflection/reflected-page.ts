import type { PageMessage, PageReflection, WorkerMessage } from '@lite-build/messages';
import remote from 'reflected-ffi/remote';
import { UNREF } from 'reflected-ffi/traps';
import { read } from './answer.ts';
import { functionsIn, functionsOf, HOST, objectsIn, Sendings } from './tagged.ts';

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
   */
  host(untold: readonly string[]): object {
    const { import: find } = this.window as { import: (name: string) => Methods };
    const host = find(HOST);
    const methods = new Map(
      untold.map((name) => {
        const method = host[name];
        return [name, (...values: unknown[]): void => {
          this.#untold(() => method?.apply(host, values));
        }];
      }),
    );
    return new Proxy(host, { get: (_, name) => methods.get(String(name)) ?? Reflect.get(host, name) as unknown });
  }

  /** The page calls a function of Python's, or lets go of it. */
  async hear({ id, call }: Extract<PageMessage, { type: 'reflect' }>): Promise<void> {
    const [trap, name, ...values] = call;
    if (trap === UNREF) {
      if (this.#functions.release(name as number, values[0] as number)) {
        await this.#remote.reflect(UNREF, name);
      }
      return;
    }
    this.#received.note([values[0], ...(values[1] as unknown[])].flatMap(objectsIn));
    try {
      const value: unknown = await this.#remote.reflect(trap, name, ...values);
      this.#functions.note(functionsIn(value));
      this.#tell({ type: 'reflected', id: id ?? 0, outcome: { value } });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#tell({ type: 'reflected', id: id ?? 0, outcome: { error: words } });
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
    if (this.#isUntold) {
      this.#say([trap, object, ...values], null);
      return undefined;
    }
    const id = this.#say([trap, object, ...values], 'answer');
    const value = read(this.#ask?.(id) ?? '');
    this.#received.note(objectsIn(value));
    return value;
  }

  #say(call: PageReflection['call'], wants: PageReflection['wants'], as: number | null = null): number {
    this.#calls += 1;
    this.#tell({ type: 'reflect', id: this.#calls, call, wants, as });
    return this.#calls;
  }

  #untold(act: () => unknown): void {
    this.#isUntold = true;
    try {
      act();
    } finally {
      this.#isUntold = false;
    }
  }

  readonly #tell: PageWay['tell'];
  readonly #ask: PageWay['ask'];
  readonly #remote: ReturnType<typeof remote>;
  readonly #received = new Sendings();
  readonly #functions = new Sendings();
  /** What takes the answer to each that Python awaits. */
  readonly #awaited = new Map<number, (answer: string) => void>();
  #isUntold = false;
  #calls = 0;
}
