import type { PageMessage, PageReflection, ReflectedCall } from '@lite-build/messages';
import local from 'reflected-ffi/local';
import { APPLY, GATHER, GET, UNREF } from 'reflected-ffi/traps';
import { DIRECT, REMOTE_OBJECT } from 'reflected-ffi/types';
import { type Outcome, outcomeOf, written } from './answer.ts';
import { type Shape, shapeOf } from './shapes.ts';
import {
  APPLY_AND_AWAIT,
  AWAIT,
  functionsOf,
  HOST,
  isOfPage,
  objectsIn,
  Sendings,
  withObjects,
} from './tagged.ts';

/** By which this end asks for functions of its own. */
const TAKE = 'lite-build:take';
const GIVE = 'lite-build:give';

type Reflect = (trap: number, object: number | null, ...values: unknown[]) => unknown;
type OutcomeOfPython = { value: unknown } | { error: string };

const NOTHING: Outcome = { value: undefined, shapes: new Map() };

/** What a page gives Python in a worker. */
export interface PageGiving {
  /** What it does for Python. */
  readonly host: object;
  /** What relative addresses are relative to. */
  readonly base: string;
  readonly tell: (message: PageMessage) => void;
  /** Is told of what has gone wrong where Python does not wait for it. */
  readonly report: (error: unknown) => void;
}

/** The page's own objects, as Python in a worker reaches them: the page's end. */
export class PageObjects {
  constructor({ host, base, tell, report }: PageGiving) {
    this.#tell = tell;
    this.#report = report;
    let taken: unknown;
    const own = new Map<string, unknown>([
      [HOST, host],
      [TAKE, (value: unknown): void => void (taken = value)],
      [GIVE, (): unknown => taken],
    ]);
    const objects = local({
      buffer: true,
      reflect: (...call: [number, number, ...unknown[]]) => this.#callPython(call),
      module: (name: string) => own.get(name) ?? import(new URL(name, base).href),
    });
    this.#reflect = (...call) => objects.reflect(...call) as unknown;
    this.#terminate = () => {
      objects.terminate();
    };
    this.#direct = (value) => objects.direct(value);
    const importer = this.#numberOf(this.#reflect(GET, null, [DIRECT, 'import']));
    const [take, give] = [TAKE, GIVE].map((name) =>
      this.#numberOf(this.#reflect(APPLY, importer, null, [name])),
    ) as [number, number];
    this.#take = (object) => {
      this.#reflect(APPLY, take, null, [[REMOTE_OBJECT, object]]);
      return taken;
    };
    this.#give = (value) => {
      taken = value;
      return this.#reflect(APPLY, give, null, []);
    };
  }

  /** How many of the page's objects Python has, and how many of Python's functions the page has. */
  get counts(): { readonly objects: number; readonly functions: number } {
    return { objects: this.#sent.size - this.#classes.size, functions: this.#functions.size };
  }

  /** Do something with the page's objects for Python. */
  hear({ id, call, wants, as }: PageReflection): void {
    const outcome = this.#outcomeOf(call, as);
    if (wants === 'answer') {
      this.#last = { id, outcome };
      this.#expected?.resolve();
      this.#expected = null;
      return;
    }
    void Promise.resolve(outcome).then((settled) => {
      if (wants === 'message') {
        this.#tell({ type: 'reflected', id, answer: written(settled) });
      } else if ('error' in settled) {
        // Whoever awaits it is told, and has said so by now.
        setTimeout(() => {
          if (!this.#awaitedErrors.has(settled)) {
            this.#report(Object.assign(new Error(settled.error.message), { name: settled.error.name }));
          }
        });
      }
    });
  }

  /** What has come of the last that Python waits for. It may be asked for more than once. */
  async answer(id: number): Promise<string> {
    // The service worker may be faster than what it is asked about.
    while (this.#last === null || this.#last.id < id) {
      this.#expected ??= Promise.withResolvers();
      await this.#expected.promise;
    }
    return written(await this.#last.outcome);
  }

  /** What a function of Python's has given. */
  settle(id: number, outcome: OutcomeOfPython): void {
    const calling = this.#calling.get(id);
    this.#calling.delete(id);
    if ('error' in outcome) {
      calling?.reject(new Error(outcome.error));
    } else {
      calling?.resolve(outcome.value);
    }
  }

  /** Python is not there any more: nothing of the page's is kept for it, and none of its functions gives anything. */
  end(reason: string): void {
    this.#terminate();
    this.#isEnded = true;
    const calling = [...this.#calling.values()];
    this.#calling.clear();
    for (const { reject } of calling) {
      reject(new Error(reason));
    }
  }

  #outcomeOf(call: ReflectedCall, as: number | null): Outcome | Promise<Outcome> {
    try {
      const value = this.#perform(call);
      if (value instanceof Promise) {
        return value.then((settled) => this.#sending([settled], settled, as), outcomeOf);
      }
      return this.#sending(call[0] === GATHER ? (value as unknown[]) : [value], value, as);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (as !== null) {
        this.#named.set(as, outcome);
      }
      return outcome;
    }
  }

  /** @param values those in it that may stand for objects. */
  #sending(values: readonly unknown[], value: unknown, as: number | null): Outcome {
    const objects = values.flatMap(objectsIn);
    this.#sent.note(objects);
    const outcome = { value, shapes: as === null ? this.#shapesOf(objects) : new Map<number, Shape>() };
    if (as !== null) {
      this.#named.set(as, outcome);
    }
    return outcome;
  }

  #perform([trap, object, ...values]: ReflectedCall): unknown {
    if (trap === UNREF) {
      this.#release(object as number, values[0] as number);
      return undefined;
    }
    if (trap === AWAIT) {
      const value = this.#valueOf(object as number);
      return isOfPage(value) ? this.#awaited(value[1]) : Promise.resolve(value);
    }
    const known = object !== null && object < 0 ? this.#namedObject(object) : object;
    const whole = withObjects([trap, known, ...values], (value) => this.#known(value));
    this.#functions.note(functionsOf(whole));
    if (trap === APPLY_AND_AWAIT) {
      const given = this.#reflect(APPLY, ...(whole.slice(1) as [number, unknown, unknown]));
      const settled = isOfPage(given) ? this.#awaited(given[1]) : Promise.resolve(given);
      return settled;
    }
    return this.#reflect(...whole);
  }

  async #awaited(object: number): Promise<unknown> {
    const value = await this.#take(object);
    return this.#give(isPlain(value) && isCopied(value) ? this.#direct(value) : value);
  }

  /** Have lists and objects come to Python as copies, and not as what stands for them. */
  copied(values: readonly unknown[]): readonly unknown[] {
    return this.#direct([...values]);
  }

  /** What is known by now, in the place of what Python has named before. */
  #known(value: unknown): unknown {
    return isOfPage(value) && value[1] < 0 ? this.#valueOf(value[1]) : value;
  }

  #namedObject(name: number): number {
    const value = this.#valueOf(name);
    if (!isOfPage(value)) {
      throw new TypeError(`there is no object here, but ${String(value)}`);
    }
    return value[1];
  }

  #valueOf(name: number): unknown {
    const outcome = this.#named.get(name) ?? NOTHING;
    if ('error' in outcome) {
      this.#awaitedErrors.add(outcome);
      throw Object.assign(new Error(outcome.error.message), { name: outcome.error.name });
    }
    return outcome.value;
  }

  #release(object: number, times: number): void {
    if (object < 0) {
      const outcome = this.#named.get(object) ?? NOTHING;
      this.#named.delete(object);
      for (const each of 'value' in outcome ? objectsIn(outcome.value) : []) {
        this.#release(each, 1);
      }
    } else if (this.#sent.release(object, times)) {
      this.#reflect(UNREF, object);
    }
  }

  /** Called by the library, for functions of Python's: their arguments are written as it writes values. */
  async #callPython(call: [number, number, ...unknown[]]): Promise<unknown> {
    const [trap, name, ...values] = call;
    if (trap === UNREF) {
      const times = this.#functions.forget(name);
      this.#tell({ type: 'reflect', id: 0, call: [UNREF, name, times], shapes: new Map() });
      return undefined;
    }
    if (this.#isEnded) {
      throw new Error('Python has ended, which has this function');
    }
    const objects = [values[0], ...(values[1] as unknown[])].flatMap(objectsIn);
    this.#sent.note(objects);
    this.#calls += 1;
    const calling = Promise.withResolvers<unknown>();
    this.#calling.set(this.#calls, calling);
    this.#tell({ type: 'reflect', id: this.#calls, call, shapes: this.#shapesOf(objects) });
    return await calling.promise;
  }

  #shapesOf(objects: readonly number[]): Map<number, Shape> {
    return new Map(
      [...new Set(objects)].map((object) => [
        object,
        shapeOf(this.#take(object) as object, (made) => this.#classNumber(made)),
      ]),
    );
  }

  /** Classes stay: there are few, and Python may ask for one at any time. */
  #classNumber(made: object): number {
    const present = this.#classes.get(made);
    if (present !== undefined) {
      return present;
    }
    const number = this.#numberOf(this.#give(made));
    this.#sent.note([number]);
    this.#classes.set(made, number);
    return number;
  }

  #numberOf(value: unknown): number {
    return (value as [number, number])[1];
  }

  readonly #tell: PageGiving['tell'];
  readonly #report: PageGiving['report'];
  readonly #reflect: Reflect;
  readonly #terminate: () => void;
  readonly #direct: <Value extends object>(value: Value) => Value;
  /** The page's object of a number. */
  readonly #take: (object: number) => unknown;
  /** A value, as the library writes it. */
  readonly #give: (value: unknown) => unknown;
  readonly #sent = new Sendings();
  readonly #classes = new Map<object, number>();
  readonly #functions = new Sendings();
  /** What has come of what Python has named. */
  readonly #named = new Map<number, Outcome>();
  /** Those that came up again where their results were used: they are told there. */
  readonly #awaitedErrors = new WeakSet<Outcome>();
  readonly #calling = new Map<number, PromiseWithResolvers<unknown>>();
  #expected: PromiseWithResolvers<void> | null = null;
  #last: { id: number; outcome: Outcome | Promise<Outcome> } | null = null;
  #calls = 0;
  #isEnded = false;
}

/** Whether a copy holds all that a value does: there are none of functions and of the page's own objects. */
function isCopied(value: unknown, seen = new Set<object>()): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value !== 'function' && typeof value !== 'symbol';
  }
  if (seen.has(value)) {
    return true;
  }
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    // The library copies the whole of its memory.
    return value.byteLength === value.buffer.byteLength;
  }
  if (value instanceof ArrayBuffer || value instanceof Date) {
    return true;
  }
  const isCollection = value instanceof Map || value instanceof Set;
  const parts: unknown[] | null = isCollection ? [...value] : isPlain(value) ? Object.values(value) : null;
  return parts?.every((each) => isCopied(each, seen)) ?? false;
}

/** Whether it is a list or an object of no class. */
function isPlain(value: unknown): value is object {
  return Array.isArray(value) || (value as object | null)?.constructor === Object;
}
