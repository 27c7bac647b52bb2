/** Tell whether two values of a widget's state are the same: bytes, lists and plain objects by what they hold. */
export function areEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) {
    return true;
  }
  if (!isObject(one) || !isObject(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) {
    return false;
  }
  if (ArrayBuffer.isView(one) && ArrayBuffer.isView(other)) {
    return bytesAreEqual(one, other);
  }
  if (one instanceof ArrayBuffer && other instanceof ArrayBuffer) {
    return bytesAreEqual(new Uint8Array(one), new Uint8Array(other));
  }
  if (one instanceof Date && other instanceof Date) {
    return Object.is(one.getTime(), other.getTime());
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => areEqual(item, other[index]));
  }
  return isPlain(one) && isPlain(other) && recordsAreEqual(one, other);
}

export function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (a frame's) have another Object.prototype, which itself has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function recordsAreEqual(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && areEqual(one[key], other[key]))
  );
}

function bytesAreEqual(one: ArrayBufferView, other: ArrayBufferView): boolean {
  if (one.byteLength !== other.byteLength) {
    return false;
  }
  const left = new Uint8Array(one.buffer, one.byteOffset, one.byteLength);
  const right = new Uint8Array(other.buffer, other.byteOffset, other.byteLength);
  return left.every((byte, index) => byte === right[index]);
}
