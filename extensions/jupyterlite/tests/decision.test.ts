import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { isQuestion, type Origin, type Published, relationOf } from '../src/versions/decision.ts';

/** Versions by two letters: of the whole, and of what is written in it. The first two differ in outputs alone. */
const VERSIONS = ['aA', 'bA', 'cB', 'dC'].map((letters) => ({
  whole: letters.charAt(0),
  written: letters.charAt(1),
}));
const WRITTEN = [null, 'A', 'B', 'C', 'Z'];
const path = 'lesson.ipynb';

/** All that can be known of a copy. */
const ORIGINS: (Origin | undefined)[] = [
  undefined,
  ...WRITTEN.flatMap((written) => [
    { path, written },
    { path, written, madeFrom: null },
    ...VERSIONS.map((madeFrom) => ({ path, written, madeFrom })),
  ]),
];
const PUBLISHED: Published[] = [null, 'unnamed', ...VERSIONS];
const CASES = ORIGINS.flatMap((origin) => PUBLISHED.map((published) => ({ origin, published })));

test('A copy gives way silently only if nothing is written in it that the site has not had, or has', () => {
  const given = CASES.filter(({ origin, published }) => relationOf(origin, published) === 'untouched');
  ok(given.length > 0);
  for (const { origin, published } of given) {
    ok(published !== null && published !== 'unnamed');
    ok(origin?.madeFrom !== undefined && origin.madeFrom !== null && origin.written !== null);
    ok([origin.madeFrom.written, published.written].includes(origin.written));
  }
});

test('A copy of which it is not known what it was made from never gives way', () => {
  for (const { origin, published } of CASES.filter(({ origin }) => origin?.madeFrom === undefined)) {
    ok(['saved', 'changed', 'unknown', 'own'].includes(relationOf(origin, published)));
  }
});

test('The reader is asked if and only if the site has something that the copy may lack', () => {
  for (const { origin, published } of CASES) {
    const isAsked = isQuestion(relationOf(origin, published));
    const isVersion = published !== null && published !== 'unnamed';
    const isFromThis = isVersion && origin?.madeFrom?.whole === published.whole;
    const isOwn = origin?.madeFrom === null;
    const isSameText = isVersion && origin !== undefined && origin.written === published.written;
    const isUntouched =
      origin?.madeFrom != null && origin.written !== null && origin.written === origin.madeFrom.written;
    equal(isAsked, isVersion && !isFromThis && !isOwn && !isSameText && !isUntouched);
  }
});

test('What the site has no more stays, and is told apart from what only the reader ever had', () => {
  deepEqual(
    ORIGINS.map((origin) => relationOf(origin, null)),
    ORIGINS.map((origin) => (origin?.madeFrom == null ? 'own' : 'removed')),
  );
});

test('A file of the reader alone is beside the file that the site has under its name', () => {
  for (const published of VERSIONS) {
    equal(relationOf({ path, written: 'Z', madeFrom: null }, published), 'name-taken');
  }
});

test('Whoever keeps a copy is not asked again before the site changes once more', () => {
  for (const { origin, published } of CASES) {
    if (isQuestion(relationOf(origin, published)) && published !== null && published !== 'unnamed') {
      const kept = { path, written: origin?.written ?? null, madeFrom: published };
      equal(relationOf(kept, published), 'changed');
    }
  }
});
