import type { Buffer } from '../contract.ts';
import { isPlain } from './equality.ts';
import { WidgetFault } from './fault.ts';
import { type BufferPath, type Model, widgetName } from './model.ts';

/** A widget's state, or a part of it, as it travels: plain data, and the bytes that were taken out of it. */
export interface WireState {
  readonly state: Readonly<Record<string, unknown>>;
  readonly buffer_paths: readonly BufferPath[];
  readonly buffers: readonly Buffer[];
}

/** A value of a widget's state cannot be sent to Python. */
export class UnsendableError extends WidgetFault {
  override readonly name = 'UnsendableError';

  constructor(model: Model, [trait, ...rest]: BufferPath, kind: string) {
    const place = rest.length > 0 ? ` (at ${rest.join('.')})` : '';
    super(
      model,
      `${widgetName(model)}: the trait '${String(trait)}' holds ${kind}${place}, which cannot be sent to Python. ` +
        'Set plain data: numbers, text, lists, objects or bytes.',
    );
  }
}

/**
 * Copy state for Python. Bytes are taken out and named by path: a key is left out, a list's place becomes null.
 *
 * @throws UnsendableError for what cannot be sent, naming the trait and the type.
 */
export function toWire(model: Model, values: Readonly<Record<string, unknown>>): WireState {
  const paths: BufferPath[] = [];
  const buffers: Buffer[] = [];
  const state = copyState(model, values, (bytes, path) => {
    paths.push(path);
    buffers.push(bytes);
  });
  return { state, buffer_paths: paths, buffers };
}

/**
 * Copy state, so that what the page does to it later is not sent.
 *
 * @param bytesOf gives what stands in the place of bytes; undefined leaves out a key, and makes a list's place null.
 * @throws UnsendableError for what cannot be sent, naming the trait and the type.
 */
export function copyState(
  model: Model,
  values: Readonly<Record<string, unknown>>,
  bytesOf: (bytes: Buffer, path: BufferPath) => unknown,
): Record<string, unknown> {
  const copy = (value: unknown, path: BufferPath, around: readonly object[]): unknown => {
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
        throw new UnsendableError(model, path, `a ${typeof value}`);
      }
      return value;
    }
    if (isBuffer(value)) {
      return bytesOf(value, path);
    }
    if (around.includes(value)) {
      throw new UnsendableError(model, path, 'a value that contains itself');
    }
    const inside = [...around, value];
    if (Array.isArray(value)) {
      return value.map((item, index) => copy(item, [...path, index], inside) ?? null);
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return copy((value as { toJSON(): unknown }).toJSON(), path, inside);
    }
    const entries = Object.entries(value);
    // JSON would make nothing of a Map, of an element, or of a promise; objects of a class of one's own it keeps.
    if (entries.length === 0 && !isPlain(value)) {
      throw new UnsendableError(model, path, `a ${value.constructor.name}`);
    }
    return copyEntries(entries, path, inside);
  };

  const copyEntries = (
    entries: readonly [string, unknown][],
    path: BufferPath,
    around: readonly object[],
  ): Record<string, unknown> =>
    Object.fromEntries(
      entries
        .map(([key, item]) => [key, copy(item, [...path, key], around)] as const)
        .filter(([, copied]) => copied !== undefined),
    );

  return copyEntries(Object.entries(values), [], []);
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
