import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyHeap, type HeapImage, heapDifference, packHeap, unpackHeap } from '../src/snapshot/heap.ts';

const BASE_LENGTH = 10_000;
const SIZE = 40_960;
/** An address whose word differs from start to start. */
const CHANCE = 640;
/** An address whose word is an engine's own. */
const OWN = 1280;

function start(chance: number): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(SIZE);
  for (let index = 0; index < BASE_LENGTH; index += 1) {
    memory[index] = index % 251;
  }
  memory[CHANCE] = chance;
  return memory;
}

function heap(): Uint8Array<ArrayBuffer> {
  const memory = start(7);
  memory.set([1, 2, 3], 100);
  memory.fill(0, 5000, 6000);
  memory.set([4, 5, 6], 30_000);
  return memory;
}

function image(): HeapImage {
  const starts = [start(1), start(2), start(3)].map((memory) => memory.slice(0, BASE_LENGTH));
  const [first = new Uint8Array(0), ...others] = starts;
  const difference = heapDifference(heap(), [first, ...others], [OWN]);
  return { buildId: 'build', references: { keys: [] }, ...difference };
}

/** Cut where words end: within the header, within pages, and around the end of what is told as a difference. */
function inPieces(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const cuts = [0, 4, 12, 500, 2004, 9000, 10_336, 13_340, packed.length];
  return cuts.slice(1).map((end, index) => packed.slice(cuts[index], end));
}

void test('a restored memory is the one that was told, whatever chance its start had', () => {
  const memory = start(99);
  memory.fill(255, BASE_LENGTH);
  memory.fill(42, OWN, OWN + 4);
  const told = unpackHeap(inPieces(packHeap(image())));
  applyHeap(told, memory, SIZE);
  assert.deepEqual(memory.subarray(0, told.memorySize), heap().subarray(0, told.memorySize));
  assert.ok(memory.subarray(told.memorySize).every((byte) => byte === 0));
});

void test('of a memory of which a part is used, the rest is left as it is', () => {
  const memory = start(99);
  const used = 20_000;
  memory.fill(255, BASE_LENGTH, used);
  const told = image();
  applyHeap(told, memory, used);
  assert.deepEqual(memory.subarray(0, told.memorySize), heap().subarray(0, told.memorySize));
});

void test('each piece of an image is given up as soon as it is in the memory', () => {
  const pieces = inPieces(packHeap(image()));
  applyHeap(unpackHeap(pieces), start(99), SIZE);
  // The first ones have nothing but a part of the header.
  assert.deepEqual(
    pieces.map((piece) => piece.buffer.byteLength).slice(3),
    pieces.slice(3).map(() => 0),
  );
});

void test('what is empty or as at the start is not told', () => {
  const { pages, segments } = image();
  const told = pages.reduce((sum, piece) => sum + piece.length, 0);
  assert.ok(told < SIZE / 2);
  assert.equal(
    segments.reduce((sum, [, length]) => sum + length, 0),
    told,
  );
});

void test('a memory that starts differently is refused', () => {
  const memory = start(1);
  memory[2000] = 1;
  assert.throws(() => {
    applyHeap(image(), memory, SIZE);
  }, /starts differently/);
});

void test('a file that is cut off, or no snapshot, is refused', () => {
  const packed = packHeap(image());
  assert.throws(() => unpackHeap(inPieces(packed.slice(0, -1))), /bytes of memory and tells of/);
  assert.throws(() => unpackHeap([new Uint8Array(4), new Uint8Array(96)]), /no archive and no snapshot/);
});
