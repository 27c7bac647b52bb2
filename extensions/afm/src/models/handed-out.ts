import { areEqual, isPlain } from './equality.ts';
import type { Model } from './model.ts';

/** What lists and objects of a model's state held when its module got or set them. */
const originals = new WeakMap<object, unknown>();

/** Give a module a value of its model's state, and remember what that holds. */
export function handOut(value: unknown): unknown {
  if (isContainer(value) && !originals.has(value)) {
    remember(value);
  }
  return value;
}

/** Remember what a value holds that a module sets: it may keep the value, and change it in place again. */
export function remember(value: unknown): void {
  if (isContainer(value)) {
    originals.set(value, copied(value, new Map()));
  }
}

/**
 * Undo what a module did in place to a value that it got, before it sets that value's successor. A model compares the
 * two: with what was done in place already there, it would find no change, and send none.
 */
export function restoreHandedOut(model: Model, key: string): void {
  const current = model.get(key);
  const original = isContainer(current) ? originals.get(current) : undefined;
  if (original !== undefined && !areEqual(original, current)) {
    originals.delete(current as object);
    model.set(key, original, { silent: true });
  }
}

/** Copy lists and objects, however they hold each other; all else is shared. */
function copied(value: unknown, known: Map<object, unknown>): unknown {
  if (!isContainer(value)) {
    return value;
  }
  if (known.has(value)) {
    return known.get(value);
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    known.set(value, list);
    for (const item of value) {
      list.push(copied(item, known));
    }
    return list;
  }
  const record: Record<string, unknown> = {};
  known.set(value, record);
  for (const [key, item] of Object.entries(value)) {
    record[key] = copied(item, known);
  }
  return record;
}

function isContainer(value: unknown): value is unknown[] | Record<string, unknown> {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || isPlain(value));
}
