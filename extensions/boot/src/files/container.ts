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
  const { header, payload } = unpackContainerInPieces([packed]);
  return { header, payload: payload[0] ?? new Uint8Array(0) };
}

/**
 * The same of a container that lies in pieces; the payload is views into them.
 *
 * @throws TypeError where the bytes are no container.
 */
export function unpackContainerInPieces(packed: readonly Uint8Array<ArrayBuffer>[]): {
  header: unknown;
  payload: Uint8Array<ArrayBuffer>[];
} {
  const numbers = new DataView(first(packed, PREFIX).buffer);
  if (numbers.byteLength < PREFIX || numbers.getUint32(0, true) !== MAGIC) {
    throw new TypeError('this is no archive and no snapshot of this version of lite-build');
  }
  const length = numbers.getUint32(4, true);
  const header: unknown = JSON.parse(
    new TextDecoder().decode(first(packed, PREFIX + length).subarray(PREFIX)),
  );
  return { header, payload: without(packed, payloadStart(length)) };
}

/** A copy of the first bytes of several pieces; of fewer, where there are fewer. */
function first(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const copied = new Uint8Array(
    Math.min(
      length,
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    ),
  );
  let offset = 0;
  for (const piece of pieces) {
    if (offset === copied.length) {
      break;
    }
    const part = piece.subarray(0, copied.length - offset);
    copied.set(part, offset);
    offset += part.length;
  }
  return copied;
}

/** What follows the first bytes of several pieces. */
function without(pieces: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer>[] {
  const following: Uint8Array<ArrayBuffer>[] = [];
  let left = length;
  for (const piece of pieces) {
    const part = piece.subarray(left);
    left = Math.max(left - piece.length, 0);
    if (part.length > 0) {
      following.push(part);
    }
  }
  return following;
}

function payloadStart(headerLength: number): number {
  return Math.ceil((PREFIX + headerLength) / ALIGNMENT) * ALIGNMENT;
}
