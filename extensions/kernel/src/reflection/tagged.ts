import type { ReflectedCall } from '@lite-build/messages';
import { ARRAY, DIRECT, FUNCTION, OBJECT, REMOTE } from 'reflected-ffi/types';
import { fromSymbol } from 'reflected-ffi/utils/symbol';
import { APPLY, ASSIGN, CONSTRUCT, DEFINE_PROPERTY, SET, SET_PROTOTYPE_OF } from 'reflected-ffi/traps';

/** By which Python asks for what the page does for it. */
export const HOST = 'lite-build:host';
/** Has an object be awaited; none of the library's own traps. */
export const AWAIT = -1;
/** Has a function be called, and what it gives be awaited; what is no object of a class comes as a copy. */
export const APPLY_AND_AWAIT = -2;

/** Whether a value, as the library writes it, stands for an object of the page's: by its number there. */
export function isOfPage(value: unknown): value is [kind: number, object: number] {
  return Array.isArray(value) && typeof value[0] === 'number' && (value[0] & REMOTE) !== 0;
}

/** The numbers of the page's objects that a value of an answer, or of an argument, stands for. */
export function objectsIn(value: unknown): number[] {
  if (isOfPage(value)) {
    return [value[1]];
  }
  // What tells of an attribute has its value, and its functions.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.values(value).flatMap((each) => (isOfPage(each) ? [each[1]] : []))
    : [];
}

/** The numbers of Python's functions in what it does with an object. */
export function functionsOf(call: ReflectedCall): number[] {
  const found: number[] = [];
  withValues(call, (value) => {
    found.push(...functionsIn(value));
    return value;
  });
  return found;
}

/** The numbers of Python's functions in a value that it sends. */
export function functionsIn(value: unknown): number[] {
  const found: number[] = [];
  mapped(value, (each) => {
    if (Array.isArray(each) && each[0] === FUNCTION) {
      found.push(each[1] as number);
    }
    return each;
  });
  return found;
}

/** The same with others of Python's objects in it: each value that stands for one of the page's is put in its place. */
export function withObjects(call: ReflectedCall, other: (value: unknown) => unknown): ReflectedCall {
  return withValues(call, (value) => mapped(value, (each) => (isOfPage(each) ? other(each) : each)));
}

/** A call whose values, among what else is in it, are others. */
function withValues(call: ReflectedCall, other: (value: unknown) => unknown): ReflectedCall {
  const [trap, object, ...values] = call;
  const [first, second] = values;
  switch (trap) {
    case APPLY:
    case APPLY_AND_AWAIT:
      return [trap, object, other(first), (second as unknown[]).map(other)];
    case CONSTRUCT:
      return [trap, object, (first as unknown[]).map(other)];
    case SET:
    case DEFINE_PROPERTY:
      return [trap, object, first, other(second)];
    case ASSIGN:
    case SET_PROTOTYPE_OF:
      return [trap, object, other(first)];
    default:
      return call;
  }
}

/** A value with all that lists and objects in it have changed. */
function mapped(value: unknown, other: (value: unknown) => unknown): unknown {
  if (!Array.isArray(value)) {
    return value;
  }
  const [kind, content] = value as [unknown, unknown];
  if (kind === ARRAY) {
    return [kind, (content as unknown[]).map((each) => mapped(each, other))];
  }
  if (kind === OBJECT && typeof content === 'object' && content !== null) {
    const entries = Object.entries(content).map(([name, each]) => [name, mapped(each, other)]);
    return [kind, Object.fromEntries(entries)];
  }
  return other(value);
}

/** The name of an attribute, as the library writes it. */
export function keyOf([key]: unknown[]): string | symbol {
  const [kind, name] = key as [number, string];
  return kind === DIRECT ? name : fromSymbol(name);
}

/**
 * How often each object was sent to the other side, or came from there.
 *
 * One side lets go of an object while the other may just be sending it once more: so it says how often it has seen it.
 */
export class Sendings {
  /** How many objects the other side has. */
  get size(): number {
    return this.#times.size;
  }

  note(objects: readonly number[]): void {
    for (const object of objects) {
      this.#times.set(object, (this.#times.get(object) ?? 0) + 1);
    }
  }

  /** Forget an object; tells how often it was noted. */
  forget(object: number): number {
    const times = this.#times.get(object) ?? 0;
    this.#times.delete(object);
    return times;
  }

  /** The other side lets go of what it has seen so often; tells whether it has seen all. */
  release(object: number, times: number): boolean {
    const left = this.forget(object) - times;
    if (left > 0) {
      this.#times.set(object, left);
    }
    return left <= 0;
  }

  readonly #times = new Map<number, number>();
}
