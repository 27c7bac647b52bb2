import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { copyBytes, keepForCopies } from '../src/copy-bytes.ts';

test('a copy has the bytes of its view alone', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const copy = copyBytes(bytes.subarray(1, 3));
  bytes.fill(0);
  assert.deepEqual(new Uint8Array(copy), Uint8Array.of(2, 3));
});

test('a copy takes memory of its length that has come back, once, for a while', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const memory = new ArrayBuffer(3);
  keepForCopies([memory, new ArrayBuffer(4)]);
  const first = copyBytes(Uint8Array.of(1, 2, 3));
  assert.equal(first, memory);
  assert.deepEqual(new Uint8Array(first), Uint8Array.of(1, 2, 3));
  assert.notEqual(copyBytes(Uint8Array.of(4, 5, 6)), memory);
  keepForCopies([memory]);
  mock.timers.tick(5000);
  assert.notEqual(copyBytes(Uint8Array.of(4, 5, 6)), memory);
  mock.timers.reset();
});

test('of memory that comes back no more is kept than 128 MiB', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const memory = Array.from({ length: 5 }, () => new ArrayBuffer(50 * 1024 * 1024));
  keepForCopies(memory);
  const copies = memory.map(({ byteLength }) => copyBytes(new Uint8Array(byteLength)));
  assert.deepEqual(
    memory.map((each) => copies.includes(each)),
    [false, false, false, true, true],
  );
  mock.timers.reset();
});
