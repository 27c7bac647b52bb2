import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decompress, decompressInPieces } from '../src/files/decompress.ts';

const CONTENT = new TextEncoder().encode('import this\n'.repeat(50));

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([new Uint8Array(bytes)]).stream();
}

void test('a file to boot from is decompressed as it comes', async () => {
  const heard: number[] = [];
  const content = await decompress(streamOf(gzipSync(CONTENT)), CONTENT.length, (bytes) => heard.push(bytes));
  assert.deepEqual(content, CONTENT);
  assert.equal(heard.at(-1), CONTENT.length);
});

void test('a file that is wanted in pieces has all of them, as long as they were asked for', async () => {
  for (const size of [7, 100, CONTENT.length, 2 * CONTENT.length]) {
    const pieces = await decompressInPieces(
      streamOf(gzipSync(CONTENT)),
      CONTENT.length,
      () => undefined,
      size,
    );
    assert.deepEqual(Buffer.concat(pieces), Buffer.from(CONTENT));
    assert.ok(pieces.slice(0, -1).every((piece) => piece.length === size));
    assert.ok(pieces.every((piece) => piece.length === piece.buffer.byteLength));
  }
});

void test('a file to boot from that is damaged, cut off or of another size is refused', async () => {
  const whole = new Uint8Array(gzipSync(CONTENT));
  const flipped = whole.slice();
  flipped[whole.length - 6] = (whole[whole.length - 6] ?? 0) ^ 1;
  for (const bytes of [flipped, whole.subarray(0, whole.length / 2), CONTENT]) {
    await assert.rejects(decompress(streamOf(bytes), CONTENT.length), TypeError);
  }
  for (const size of [CONTENT.length - 1, CONTENT.length + 1]) {
    await assert.rejects(decompress(streamOf(whole), size), /bytes/);
  }
});
