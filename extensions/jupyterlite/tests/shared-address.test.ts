import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  bringsDocument,
  documentIn,
  fragmentWith,
  type SharedDocument,
  UnusableAddress,
} from '../src/sharing/shared-address.ts';

const LESSON: SharedDocument = {
  path: 'week 1/Größe #1 100%.ipynb',
  text: JSON.stringify({ cells: [{ cell_type: 'code', source: 'print("👋")' }], nbformat: 4 }),
};

/** Numbers from 0 to 1 that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

function textOfAnyKind(random: Iterator<number, never>): string {
  const length = Math.floor(random.next().value ** 3 * 5000);
  return Array.from({ length }, () => {
    const point = Math.floor(random.next().value ** 4 * 0x11_0000);
    // A half of a pair is no text that a file could have.
    return String.fromCodePoint(point >= 0xd8_00 && point < 0xe0_00 ? 0x20 : point);
  }).join('');
}

function fragmentOf(value: unknown, form = '1'): string {
  return `#lite-shared=${form}.${gzipSync(JSON.stringify(value)).toString('base64url')}`;
}

async function refused(fragment: string): Promise<string> {
  let words = '';
  await rejects(documentIn(fragment), (error) => {
    words = error instanceof UnusableAddress ? error.message : '';
    return words !== '';
  });
  return words;
}

test('What is put into an address comes out of it', async () => {
  const random = numbers(16);
  for (let each = 0; each < 100; each += 1) {
    const document = { path: `file ${each}.txt`, text: textOfAnyKind(random) };
    const fragment = await fragmentWith(document);
    ok(/^#[\w=.-]+$/.test(fragment));
    ok(bringsDocument(fragment));
    deepEqual(await documentIn(fragment), document);
  }
});

test('An address that programs have handed on is the same', async () => {
  const fragment = await fragmentWith(LESSON);
  for (const handed of [
    `${fragment}.`,
    `${fragment})`,
    fragment.replace('=', '%3D'),
    `${fragment.slice(0, 60)}%0A${fragment.slice(60)}`,
  ]) {
    ok(bringsDocument(handed));
    deepEqual(await documentIn(handed), LESSON);
  }
});

test('An address that is cut off anywhere says so', async () => {
  const fragment = await fragmentWith(LESSON);
  for (let end = '#lite-shared='.length; end < fragment.length; end += 1) {
    equal(
      (await refused(fragment.slice(0, end))).split('.')[0],
      'The address is cut off or was changed on its way',
    );
  }
});

test('An address with another letter in it brings nothing, or the same', async () => {
  const fragment = await fragmentWith(LESSON);
  const random = numbers(3);
  for (let each = 0; each < 200; each += 1) {
    const place = 15 + Math.floor(random.next().value * (fragment.length - 15));
    const changed = `${fragment.slice(0, place)}${fragment[place] === 'A' ? 'B' : 'A'}${fragment.slice(place + 1)}`;
    const brought = await documentIn(changed).catch((error: unknown) => {
      ok(error instanceof UnusableAddress);
      return LESSON;
    });
    deepEqual(brought, LESSON);
  }
});

test('An address of a form that is not known here was made by a newer site', async () => {
  ok((await refused(fragmentOf([LESSON.path, LESSON.text], '2'))).includes('newer'));
});

test('What an address unpacks to has an end', async () => {
  ok((await refused(fragmentOf(['a.txt', 'a'.repeat(20 * 2 ** 20)]))).includes('16 MiB'));
});

test('An address brings no file whose name leads out of the site, and nothing else than a file', async () => {
  for (const value of [
    ['../a.ipynb', '{}'],
    ['/a.ipynb', '{}'],
    ['', ''],
    ['a'.repeat(600), ''],
    ['a.ipynb'],
    { path: 'a.ipynb', text: '' },
    null,
  ]) {
    ok((await refused(fragmentOf(value))).includes('cut off'));
  }
  ok(
    (await refused(`#lite-shared=1.${gzipSync(new Uint8Array([0xff])).toString('base64url')}`)).includes(
      'cut off',
    ),
  );
});

test('What is too much for an address is not put into one', async () => {
  const random = numbers(8);
  const noise = Array.from({ length: 900_000 }, () =>
    String.fromCharCode(32 + random.next().value * 90),
  ).join('');
  await rejects(fragmentWith({ path: 'a.txt', text: noise }), UnusableAddress);
  await rejects(fragmentWith({ path: 'a.txt', text: 'a'.repeat(17 * 2 ** 20) }), UnusableAddress);
});

test('Another end of an address brings no document', () => {
  ok(!bringsDocument('#cell-id=first'));
  ok(!bringsDocument('#100%'));
  ok(!bringsDocument(''));
});
