/** Copy bytes into a buffer of just their length: of a view, ipywidgets sends the whole buffer that lies under it. */
export function copyBytes(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  return bytes instanceof ArrayBuffer
    ? bytes.slice()
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice().buffer;
}
