import type { Buffer } from '../contract.ts';
import { isPlain } from './equality.ts';
import type { BufferPath } from './model.ts';

/** A widget's state, or a part of it, as it travels: plain data, and the bytes that were taken out of it. */
export interface WireState {
  readonly state: Readonly<Record<string, unknown>>;
  readonly buffer_paths: readonly BufferPath[];
  readonly buffers: readonly Buffer[];
}

/**
 * Copy state for Python. Bytes are taken out and named by path: a key is left out, a list's place becomes null.
 *
 * @param owner the widget's name, for the error.
 * @throws TypeError for what cannot be sent, naming the trait and the type.
 */
export function toWire(owner: string, values: Readonly<Record<string, unknown>>): WireState {
  const paths: BufferPath[] = [];
  const buffers: Buffer[] = [];

  const copy = (value: unknown, path: BufferPath, around: readonly object[]): unknown => {
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
        throw unsendable(owner, path, `a ${typeof value}`);
      }
      return value;
    }
    if (isBuffer(value)) {
      paths.push(path);
      buffers.push(value);
      return null;
    }
    if (around.includes(value)) {
      throw unsendable(owner, path, 'a value that contains itself');
    }
    const inside = [...around, value];
    if (Array.isArray(value)) {
      return value.map((item, index) => copy(item, [...path, index], inside));
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return copy((value as { toJSON(): unknown }).toJSON(), path, inside);
    }
    if (!isPlain(value)) {
      throw unsendable(owner, path, `a ${value.constructor.name}`);
    }
    const kept = Object.entries(value).flatMap(([key, item]) => {
      const copied = copy(item, [...path, key], inside);
      return isBuffer(item) ? [] : [[key, copied] as const];
    });
    return Object.fromEntries(kept);
  };

  const state = Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const copied = copy(value, [key], []);
      return isBuffer(value) ? [] : [[key, copied]];
    }),
  );
  return { state, buffer_paths: paths, buffers };
}

/** Several parts of one state as one; no attribute is in two of them. */
export function joined(parts: readonly WireState[]): WireState {
  return {
    state: Object.fromEntries(parts.flatMap((part) => Object.entries(part.state))),
    buffer_paths: parts.flatMap((part) => part.buffer_paths),
    buffers: parts.flatMap((part) => part.buffers),
  };
}

/** Put the bytes back where they were taken out, each seen as a DataView. The given state is not changed. */
export function fromWire(
  state: Readonly<Record<string, unknown>>,
  paths: readonly BufferPath[] = [],
  buffers: readonly (ArrayBuffer | DataView)[] = [],
): Record<string, unknown> {
  return paths.reduce<Record<string, unknown>>(
    (whole, path, index) => withValue(whole, path, dataView(buffers[index])) as Record<string, unknown>,
    { ...state },
  );
}

export function dataView(buffer: ArrayBuffer | DataView | undefined): DataView {
  return buffer instanceof DataView ? buffer : new DataView(buffer ?? new ArrayBuffer(0));
}

function withValue(whole: unknown, [step, ...rest]: BufferPath, value: DataView): unknown {
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) => (index === step ? withValue(item, rest, value) : item));
  }
  const record = (whole ?? {}) as Record<string, unknown>;
  return { ...record, [step]: withValue(record[step], rest, value) };
}

function isBuffer(value: unknown): value is Buffer {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

function unsendable(owner: string, path: BufferPath, kind: string): TypeError {
  const [trait, ...rest] = path;
  const place = rest.length > 0 ? ` (at ${rest.join('.')})` : '';
  return new TypeError(
    `${owner}: the trait '${String(trait)}' holds ${kind}${place}, which cannot be sent to Python. ` +
      'Set plain data: numbers, text, lists, objects or bytes.',
  );
}
