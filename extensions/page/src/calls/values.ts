/** Marks what JSON has not; see `python/lite_build_values.py`. */
const MARK = '$';

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

type Marked =
  | { readonly [MARK]: 'number' | 'bigint'; readonly value: string }
  | {
      readonly [MARK]: 'array';
      readonly type: ArrayName;
      readonly at: number;
      readonly shape: readonly number[];
    }
  | { readonly [MARK]: 'map'; readonly items: readonly (readonly [unknown, unknown])[] }
  | { readonly [MARK]: 'set'; readonly items: readonly unknown[] }
  | { readonly [MARK]: 'date'; readonly value: number }
  | { readonly [MARK]: 'object'; readonly id: number; readonly type: string }
  | { readonly [MARK]: 'function'; readonly id: number };

/** What is neither data nor stays in Python, but of which both sides know by a number. */
export interface Known {
  /** The number of a function that Python may call. */
  keep(function_: (...values: unknown[]) => unknown): number;
  /** The number of an object of Python's; undefined where it is none. */
  numberOf(value: object): number | undefined;
  /** What stands for an object of Python's. */
  object(id: number, type: string): unknown;
  function(id: number): unknown;
}

/** Makes what Python is told of values. */
export class Outgoing {
  readonly buffers: (ArrayBuffer | ArrayBufferView)[] = [];

  constructor(known: Known) {
    this.#known = known;
  }

  /** @throws TypeError for what a worker cannot have. */
  told(value: unknown): unknown {
    switch (typeof value) {
      case 'undefined':
        return null;
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : { [MARK]: 'number', value: String(value) };
      case 'bigint':
        return { [MARK]: 'bigint', value: String(value) };
      case 'symbol':
        throw new TypeError('A symbol cannot be given to Python.');
      case 'function':
      case 'object':
        return value === null ? null : this.#toldOfObject(value);
    }
  }

  #toldOfObject(value: object): unknown {
    const number = this.#known.numberOf(value);
    if (number !== undefined) {
      return { [MARK]: 'object', id: number };
    }
    if (typeof value === 'function') {
      return { [MARK]: 'function', id: this.#known.keep(value as (...values: unknown[]) => unknown) };
    }
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      this.buffers.push(value);
      const name = value.constructor.name;
      return { [MARK]: 'array', type: name in ARRAYS ? name : 'Uint8Array', at: this.buffers.length - 1 };
    }
    if (value instanceof Date) {
      return { [MARK]: 'date', value: value.getTime() };
    }
    if (this.#around.has(value)) {
      throw new TypeError('An object that holds itself cannot be given to Python.');
    }
    this.#around.add(value);
    try {
      return this.#toldOfMany(value);
    } finally {
      this.#around.delete(value);
    }
  }

  #toldOfMany(value: object): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.told(item));
    }
    if (value instanceof Map) {
      return {
        [MARK]: 'map',
        items: [...value].map(([key, item]) => [this.told(key), this.told(item)]),
      };
    }
    if (value instanceof Set) {
      return { [MARK]: 'set', items: [...value].map((item) => this.told(item)) };
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new TypeError(
        `A ${value.constructor.name} cannot be given to Python, which is in a worker. Give it data: numbers, texts, ` +
          'arrays, plain objects, bytes; or a function.',
      );
    }
    if (MARK in value) {
      return {
        [MARK]: 'map',
        items: Object.entries(value).map(([key, item]) => [key, this.told(item)]),
      };
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.told(item)]));
  }

  readonly #known: Known;
  /** What the value is in that is told of now. */
  readonly #around = new Set<object>();
}

/** The value that Python has told of. */
export function valueOf(told: unknown, buffers: readonly ArrayBuffer[], known: Known): unknown {
  const read = (each: unknown): unknown => valueOf(each, buffers, known);
  if (Array.isArray(told)) {
    return told.map(read);
  }
  if (typeof told !== 'object' || told === null) {
    return told;
  }
  if (!(MARK in told)) {
    return Object.fromEntries(Object.entries(told).map(([key, item]) => [key, read(item)]));
  }
  const marked = told as Marked;
  switch (marked[MARK]) {
    case 'number':
      return Number(marked.value);
    case 'bigint':
      return BigInt(marked.value);
    case 'array':
      return arrayOf(marked.type, buffers[marked.at] ?? new ArrayBuffer(0), marked.shape);
    case 'map':
      return new Map(marked.items.map(([key, item]) => [read(key), read(item)]));
    case 'set':
      return new Set(marked.items.map(read));
    case 'date':
      return new Date(marked.value);
    case 'object':
      return known.object(marked.id, marked.type);
    case 'function':
      return known.function(marked.id);
  }
}

/** One of several dimensions has them as `shape`. */
function arrayOf(type: ArrayName, buffer: ArrayBuffer, shape: readonly number[]): ArrayBufferView {
  const array = new ARRAYS[type](buffer);
  return shape.length === 1 ? array : Object.assign(array, { shape });
}
