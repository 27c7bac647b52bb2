const MAGIC = 0x424c_0001;
const PREFIX = 8;
/** So that the payload's words are where a typed array can see them. */
const ALIGNMENT = 16;

/** What a container holds. */
interface Contents {
  /** As it came out of JSON. */
  header: unknown;
  /** A view into the container's bytes, aligned to 16 bytes where the container is. */
  payload: Uint8Array<ArrayBuffer>;
}

/** Put a header and the bytes that it describes into one file. */
export function packContainer(header: object, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = payloadStart(text.length);
  const packed = new Uint8Array(parts.reduce((length, part) => length + part.length, start));
  const numbers = new DataView(packed.buffer);
  numbers.setUint32(0, MAGIC, true);
  numbers.setUint32(4, text.length, true);
  packed.set(text, PREFIX);
  let offset = start;
  for (const part of parts) {
    packed.set(part, offset);
    offset += part.length;
  }
  return packed;
}

/**
 * The inverse of `packContainer`.
 *
 * @throws TypeError where the bytes are no container.
 */
export function unpackContainer(packed: Uint8Array<ArrayBuffer>): Contents {
  const numbers = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < PREFIX || numbers.getUint32(0, true) !== MAGIC) {
    throw new TypeError('this is no archive and no snapshot of this version of lite-build');
  }
  const length = numbers.getUint32(4, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(packed.subarray(PREFIX, PREFIX + length)));
  return { header, payload: packed.subarray(payloadStart(length)) };
}

function payloadStart(headerLength: number): number {
  return Math.ceil((PREFIX + headerLength) / ALIGNMENT) * ALIGNMENT;
}
