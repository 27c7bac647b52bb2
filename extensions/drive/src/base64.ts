/** How many bytes become arguments of one call, where the engine has nothing better. */
const CHUNK_BYTES = 0x8000;

/** Bytes as base64, by the engine's own way where it has one (ECMAScript 2026). */
export function toBase64(bytes: Uint8Array): string {
  const { toBase64: native } = bytes as { toBase64?: () => string };
  if (native !== undefined) {
    return native.call(bytes);
  }
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}

/** The inverse of `toBase64`. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const { fromBase64: native } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  return native === undefined
    ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    : native.call(Uint8Array, text);
}
