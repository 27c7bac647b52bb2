import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unpackArchive, type WheelFile } from '@lite-build/boot/packages/archive';
import { makeArchive } from '../src/make-archive.ts';

/** A file that is stored in its wheel as it is, at the wheel's start. */
function file(path: string, wheel: number): WheelFile {
  return [path, wheel, 0, 4, null];
}

type Part = Parameters<typeof makeArchive>[0]['parts'][number];

const WHEELS = [new TextEncoder().encode('1st.'), new TextEncoder().encode('2nd.')];

function archiveOf(files: WheelFile[], parts: Part[]) {
  return unpackArchive(
    makeArchive({ files, added: [['a.dist-info/INSTALLER', 'it']], parts }, (wheel) => {
      const content = WHEELS[wheel];
      assert.ok(content);
      return content;
    }),
  );
}

void test('metadata is in the archive, sources are in their wheels, and all else is in the parts', () => {
  const archive = archiveOf(
    [
      file('a.dist-info/METADATA', 0),
      file('a.dist-info/RECORD', 0),
      file('a.py', 0),
      file('/share/a.txt', 1),
    ],
    [
      { wheel: 0, file: '', places: [['__pycache__/a.cpython-314.pyc', 0, 9]] },
      { wheel: 1, file: '', places: [['/share/a.txt', 0, 4]] },
    ],
  );
  assert.deepEqual(
    archive.stored.map(([path]) => path),
    ['a.dist-info/METADATA', 'a.dist-info/INSTALLER'],
  );
  assert.equal(new TextDecoder().decode(archive.contents), '1st.it');
  assert.deepEqual(
    archive.inWheels.map(([path]) => path),
    ['a.dist-info/RECORD', 'a.py'],
  );
  assert.deepEqual(archive.inParts, [
    ['__pycache__/a.cpython-314.pyc', 0, 0, 9, null],
    ['/share/a.txt', 1, 0, 4, [1, 0, 4, null]],
  ]);
});

void test('of two wheels with one path the last one is there, with its own bytecode', () => {
  const bytecode = 'both/__pycache__/__init__.cpython-314.pyc';
  const files = [
    file('both/__init__.py', 0),
    file('both/data.txt', 0),
    file('first.txt', 0),
    file('both/__init__.py', 1),
    file('both/data.txt', 1),
  ];
  const first: Part = {
    wheel: 0,
    file: '',
    places: [
      [bytecode, 0, 9],
      ['both/data.txt', 9, 4],
      ['first.txt', 13, 4],
    ],
  };
  const last: Part = {
    wheel: 1,
    file: '',
    places: [
      [bytecode, 0, 5],
      ['both/data.txt', 5, 4],
    ],
  };
  const archive = archiveOf(files, [first, last]);
  assert.deepEqual(archive.inWheels, [file('both/__init__.py', 1)]);
  assert.deepEqual(archive.inParts, [
    ['first.txt', 0, 13, 4, [0, 0, 4, null]],
    [bytecode, 1, 0, 5, null],
    ['both/data.txt', 1, 5, 4, [1, 0, 4, null]],
  ]);
  assert.deepEqual(
    archiveOf(files, [first]).inParts.map(([path]) => path),
    ['first.txt'],
  );
});

void test('bytecode that a wheel has itself is not read where the runtime made some', () => {
  const bytecode = '__pycache__/a.cpython-314.pyc';
  const files = [file('a.py', 0), file(bytecode, 0), file('__pycache__/a.cpython-313.pyc', 0)];
  const archive = archiveOf(files, [{ wheel: 0, file: '', places: [[bytecode, 0, 9]] }]);
  assert.deepEqual(archive.inParts, [[bytecode, 0, 0, 9, null]]);
  assert.deepEqual(archive.inWheels, [file('a.py', 0), file('__pycache__/a.cpython-313.pyc', 0)]);
});
