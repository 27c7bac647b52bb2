/**
 * What Pyodide asks of each object that comes to Python, to find out what Python can do with it: of objects of the page
 * it is told along with them, since each question of a worker's takes its time.
 *
 * Source: `JsProxy_compute_typeflags` and `API.isPyProxy` of Pyodide 314.
 */

/** The methods that it looks for. */
export const METHODS: readonly (string | symbol)[] = [
  'then',
  'next',
  'get',
  'set',
  'has',
  'includes',
  Symbol.iterator,
  Symbol.asyncIterator,
  // Names of ES2026, by which some engines do not know them yet.
  ...['dispose', 'asyncDispose'].map((name) => Reflect.get(Symbol, name) as symbol | undefined),
].filter((name) => name !== undefined);
/** The attributes whose presence it looks for, the object's own or not. */
export const ATTRIBUTES: readonly string[] = ['length', 'size', 'name', 'message', 'stack'];

/** What Pyodide wants to know of an object. */
export interface Shape {
  /** What it calls itself; null where that is no text. */
  readonly tag: string | null;
  /** Its class, as a number of the page's objects, and that one's name; null where it has none. */
  readonly class: readonly [object: number, name: string] | null;
  /** Which of `METHODS` and then of `ATTRIBUTES` are in it, a bit for each. */
  readonly present: number;
}

/** What is known of an object of this side, whose class the other side has by a number. */
export function shapeOf(object: object, classNumber: (made: object) => number): Shape {
  const made: unknown = Reflect.get(object, 'constructor');
  const name: unknown = typeof made === 'function' ? made.name : null;
  const tag: unknown = Reflect.get(object, Symbol.toStringTag);
  const present = [...METHODS, ...ATTRIBUTES].reduce(
    (bits, each, index) => (each in object ? bits | (1 << index) : bits),
    0,
  );
  return {
    tag: typeof tag === 'string' ? tag : null,
    class: typeof made === 'function' && typeof name === 'string' ? [classNumber(made), name] : null,
    present,
  };
}

/** Whether an object has a method or an attribute; null of those that its shape does not tell of. */
export function hasInShape({ present }: Shape, name: string | symbol): boolean | null {
  const index = [...METHODS, ...ATTRIBUTES].indexOf(name);
  return index < 0 ? null : (present & (1 << index)) !== 0;
}
