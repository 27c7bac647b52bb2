/** For how long memory is kept for another copy, in milliseconds. */
const KEPT_MILLISECONDS = 2000;
/** How much is kept at most, in bytes: what is sent at interactive speed is less, several times over. */
const MOST_KEPT = 128 * 1024 * 1024;

/** Memory that was handed over and has come back. The engine's own would first be cleared, page by page. */
const spare: ArrayBuffer[] = [];
let forgetting: ReturnType<typeof setTimeout> | undefined;

/** Copy bytes into a buffer of just their length: of a view, ipywidgets sends the whole buffer that lies under it. */
export function copyBytes(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  const from = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const fitting = spare.findIndex(({ byteLength }) => byteLength === from.length);
  const [memory] = fitting < 0 ? [] : spare.splice(fitting, 1);
  if (memory === undefined) {
    return from.slice().buffer;
  }
  new Uint8Array(memory).set(from);
  return memory;
}

/** Keep memory of which nobody knows any more for copies that will be made soon. */
export function keepForCopies(memory: readonly ArrayBuffer[]): void {
  if (memory.length === 0) {
    return;
  }
  spare.push(...memory);
  let kept = spare.reduce((sum, { byteLength }) => sum + byteLength, 0);
  while (kept > MOST_KEPT) {
    kept -= spare.shift()?.byteLength ?? 0;
  }
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    spare.length = 0;
  }, KEPT_MILLISECONDS);
}
