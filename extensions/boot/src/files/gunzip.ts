import { gunzipSync } from 'fflate';

/** Of gzip's trailer (RFC 1952): a checksum of what was compressed, and its length. */
const TRAILER_BYTES = 8;
const POLYNOMIAL = 0xedb88320;

const table = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/**
 * Undo gzip at once. The platform's own way is never at once, and fflate looks at no checksum.
 *
 * @param size of what comes out, in bytes.
 * @throws Error where it is another size, or damaged.
 */
export function gunzip(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const content = gunzipSync(packed, { out: new Uint8Array(size) });
  const trailer = new DataView(packed.buffer, packed.byteOffset + packed.length - TRAILER_BYTES);
  if (content.length !== size || trailer.getUint32(0, true) !== checksum(content)) {
    throw new Error(`a file of ${packed.length} bytes is damaged`);
  }
  return content;
}

/** CRC-32, as gzip has it. */
function checksum(content: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of content) {
    value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}
