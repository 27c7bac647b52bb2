import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { archiveName, packWork, UnusableArchive, unpackWork } from '../src/own-work/work-archive.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(strToU8(text));

test('What is packed comes out again, with what it was made from', () => {
  const files = [
    {
      path: 'course/Größe #1 100%.ipynb',
      content: bytes('{}'),
      modified: 0,
      origin: { path: 'course/Größe #1 100%.ipynb', written: 'a', madeFrom: { whole: 'b', written: 'c' } },
    },
    { path: 'mine.bin', content: new Uint8Array(3), modified: Date.now(), origin: undefined },
    {
      path: 'own.txt',
      content: bytes(''),
      modified: 9e15,
      origin: { path: 'own.txt', written: null, madeFrom: null },
    },
  ];
  const { files: out, odd } = unpackWork(packWork(files));
  deepEqual(odd, []);
  deepEqual(
    out.map(({ path, content, origin }) => ({ path, content, origin })),
    files.map(({ path, content, origin }) => ({ path, content, origin })),
  );
});

test('Any zip can be brought in, and nothing is known of what its files were made from', () => {
  const [file] = unpackWork(zipSync({ folder: { 'a.txt': strToU8('a') } })).files;
  equal(file?.path, 'folder/a.txt');
  equal(file.origin, undefined);
});

test('What leads out of the site is not taken, is named, and leaves the rest', () => {
  for (const name of ['../a', 'a/../../b', '/etc/passwd', 'C:\\a', 'a\\..\\b', 'a//b', './a', 'x:y.txt']) {
    const { files, odd } = unpackWork(zipSync({ [name]: strToU8('x'), 'good.txt': strToU8('x') }));
    deepEqual([files.map(({ path }) => path), odd], [['good.txt'], [name]]);
    throws(() => unpackWork(zipSync({ [name]: strToU8('x') })), UnusableArchive, name);
  }
});

test('What is no zip is said to be none', () => {
  for (const odd of ['', 'no zip', 'PK\u0003\u0004']) {
    throws(() => unpackWork(bytes(odd)), UnusableArchive);
  }
  const cut = zipSync({ 'a.txt': strToU8('a'.repeat(1000)) });
  throws(() => unpackWork(cut.subarray(0, cut.length / 2)), UnusableArchive);
});

test('An archive that says it holds more than a browser would keep is not unpacked', () => {
  const archive = zipSync({ 'a.txt': strToU8('a') });
  const view = new DataView(archive.buffer);
  const central = archive.findIndex(
    (_, index) => view.getUint32(Math.min(index, archive.length - 4), true) === 0x02014b50,
  );
  ok(central > 0);
  view.setUint32(central + 24, 0x7fffffff, true);
  throws(() => unpackWork(archive), /more than 512 MiB/);
});

test('Origins that are none are not believed', () => {
  const origins = JSON.stringify({ 'a.txt': { path: 'b.txt' }, 'b.txt': { path: 'b.txt', madeFrom: 3 } });
  const archive = zipSync({
    'a.txt': strToU8('a'),
    'b.txt': strToU8('b'),
    '.lite-build-origins.json': strToU8(origins),
  });
  deepEqual(
    unpackWork(archive).files.map(({ origin }) => origin),
    [undefined, undefined],
  );
});

test('An archive has the name of its site and the day', () => {
  equal(archiveName('https://example.org/course/', new Date(2026, 10, 30)), 'course my work 2026-11-30.zip');
});
