/** Copy a widget's state, or a part of it, so that what the page does to it later is not sent. Bytes stay bytes. */
export function copyState(value: unknown): unknown {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return copyBytes(value);
  }
  if (Array.isArray(value)) {
    return value.map(copyState);
  }
  if (!isRecord(value)) {
    return value;
  }
  if (typeof value.toJSON === 'function') {
    return copyState((value.toJSON as () => unknown).call(value));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyState(item)]));
}

/** Copy bytes into a buffer of just their length: of a view, ipywidgets sends the whole buffer that lies under it. */
export function copyBytes(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  return bytes instanceof ArrayBuffer
    ? bytes.slice()
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice().buffer;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
