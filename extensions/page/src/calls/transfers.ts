/** Buffers that are Python's where they are passed next. */
const transferred = new WeakSet();

/** Have a buffer's bytes be handed over where they are passed next, and not copied. */
export function transfer<Bytes extends ArrayBuffer | ArrayBufferView>(bytes: Bytes): Bytes {
  transferred.add(ArrayBuffer.isView(bytes) ? bytes.buffer : bytes);
  return bytes;
}

/** Those of some buffers that are handed over now. */
export function takeTransferred(
  buffers: readonly (ArrayBuffer | ArrayBufferView)[],
): ReadonlySet<ArrayBufferLike> {
  const all = buffers.map((each) => (ArrayBuffer.isView(each) ? each.buffer : each));
  return new Set(all.filter((each) => transferred.delete(each)));
}
