/** In bytes. Engines have memory of this size from the system, and give it back at once; smaller ones they keep. */
const PIECE = 2 * 1024 * 1024;

/** A file that comes: the bytes that are transferred, compressed by gzip. */
export type GzipStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * Undo gzip.
 *
 * @param size of what comes out, in bytes.
 * @param onProgress is told how many bytes, decompressed, have come so far.
 * @throws TypeError where it is another size, or no gzip, or not what it was: gzip has a checksum.
 */
export async function decompress(
  stream: GzipStream,
  size: number,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const [whole = new Uint8Array(0)] = await decompressInPieces(stream, size, onProgress, size);
  return whole;
}

/**
 * The same in pieces, each of which can be given up alone, so that not all of a large file is there twice.
 *
 * @param pieceSize of each but the last, in bytes.
 * @returns them in their order, each the whole of its buffer.
 * @throws TypeError as `decompress` does.
 */
export async function decompressInPieces(
  stream: GzipStream,
  size: number,
  onProgress: (bytes: number) => void = () => undefined,
  pieceSize = PIECE,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const parts = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (let part = await parts.read(); !part.done; part = await parts.read()) {
    const { value } = part;
    if (bytes + value.length > size) {
      await parts.cancel();
      throw new TypeError(`a file to boot from is longer than ${size} bytes`);
    }
    for (let left: Uint8Array = value; left.length > 0;) {
      const place = bytes % pieceSize;
      if (place === 0) {
        pieces.push(new Uint8Array(Math.min(pieceSize, size - bytes)));
      }
      const taken = left.subarray(0, pieceSize - place);
      pieces.at(-1)?.set(taken, place);
      left = left.subarray(taken.length);
      bytes += taken.length;
    }
    // Engines wait until there is much to be given back, as large as the file.
    value.buffer.transfer(0);
    onProgress(bytes);
  }
  if (bytes !== size) {
    throw new TypeError(`a file to boot from has ${bytes} bytes instead of ${size}`);
  }
  return pieces;
}
