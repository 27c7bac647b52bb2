import { inflateSync } from 'fflate';

/**
 * A file inside of a wheel: in which of the archive's wheels, where, and how long unpacked and packed, in bytes;
 * null where it is stored as it is.
 */
export type WheelMember = readonly [
  wheel: number,
  offset: number,
  length: number,
  deflatedLength: number | null,
];

/**
 * Read a file out of a wheel.
 *
 * @throws RangeError where the wheel is not the one that the member was found in.
 */
export function readMember(wheel: Uint8Array, member: WheelMember): Uint8Array {
  const [, offset, length, deflatedLength] = member;
  const packed = wheel.subarray(offset, offset + (deflatedLength ?? length));
  const content =
    deflatedLength === null ? packed.slice() : inflateSync(packed, { out: new Uint8Array(length) });
  if (content.length !== length) {
    throw new RangeError(`a wheel has ${content.length} bytes where ${length} were to be`);
  }
  return content;
}
