import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { packArchive, unpackArchive } from '../src/packages/archive.ts';
import { gunzip } from '../src/files/gunzip.ts';
import { readMember } from '../src/packages/wheel-member.ts';

const CONTENT = new TextEncoder().encode('import this\n'.repeat(50));

void test('an archive has the files that were put into it', () => {
  const stored = [
    { path: 'a/b.pyc', content: new Uint8Array([1, 2]) },
    { path: 'c.txt', content: new Uint8Array([3]) },
  ];
  const archive = unpackArchive(
    packArchive(stored, [['d.pyc', 3, 0, 9, null]], [['a/b.py', 0, 30, 600, 40]]),
  );
  assert.deepEqual(archive.stored, [
    ['a/b.pyc', 0, 2],
    ['c.txt', 2, 1],
  ]);
  assert.deepEqual([...archive.contents], [1, 2, 3]);
  assert.deepEqual(archive.inParts, [['d.pyc', 3, 0, 9, null]]);
  assert.deepEqual(archive.inWheels, [['a/b.py', 0, 30, 600, 40]]);
});

void test('an archive that is cut off is refused', () => {
  const packed = packArchive([{ path: 'a', content: CONTENT }], [], []);
  assert.throws(() => unpackArchive(packed.slice(0, -1)), /bytes of files and tells of/);
});

void test('a file is read out of a wheel, deflated or stored', () => {
  const deflated = deflateRawSync(CONTENT);
  const wheel = new Uint8Array([0, 0, ...deflated, ...CONTENT]);
  assert.deepEqual(readMember(wheel, [0, 2, CONTENT.length, deflated.length]), CONTENT);
  assert.deepEqual(readMember(wheel, [0, 2 + deflated.length, CONTENT.length, null]), CONTENT);
});

void test('a wheel that is too short is refused', () => {
  assert.throws(() => readMember(CONTENT, [0, 0, CONTENT.length + 1, null]), /where \d+ were to be/);
});

void test('a part is decompressed, and a damaged one is refused', () => {
  const packed = new Uint8Array(gzipSync(CONTENT));
  assert.deepEqual(gunzip(packed, CONTENT.length), CONTENT);
  assert.throws(() => gunzip(packed, CONTENT.length - 1));
  for (const place of [packed.length - 6, 20]) {
    const damaged = packed.slice();
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    assert.throws(() => gunzip(damaged, CONTENT.length));
  }
});
