import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fragmentOf, hasTypedCells, typedCellsIn } from '@lite-build/messages/typed-cells';
import { copyName, isSameText, withTyped } from '../src/application/typed-notebook.ts';

const first = { id: 'first', cell_type: 'code', source: ['x = 1\n', 'x'], outputs: [1], execution_count: 4 };
const nameless = { cell_type: 'code', source: 'y', outputs: [2], execution_count: 5 };
const text = { id: 'words', cell_type: 'markdown', source: '# A' };
const notebook = { cells: [first, nameless, text], metadata: { kept: true } };

test('an address brings what was typed to the letter, and one that is cut off says so', () => {
  const typed = [{ cell: 'first', source: 'größe = "\u{1F600}" # a+b/c?&#\n\t%' }];
  const address = new URL(`https://host.example/lab/index.html?path=a.ipynb${fragmentOf(typed)}`);
  assert.equal(hasTypedCells(address.hash), true);
  assert.deepEqual(typedCellsIn(address.hash), typed);
  assert.equal(address.searchParams.get('path'), 'a.ipynb');
  assert.equal(hasTypedCells('#The-end'), false);
  assert.throws(() => typedCellsIn(address.hash.slice(0, -3)), /cut off/);
  assert.throws(() => typedCellsIn('#lite-typed=W1sxLDJdXQ'), /cut off/);
});

test('typed code takes the place of the cell, by its identifier or its place, and what that had put out goes', () => {
  const typed = [
    { cell: 'first', source: 'x = 2' },
    { cell: '2', source: 'y + 1' },
  ];
  assert.deepEqual(withTyped(notebook, typed), {
    cells: [
      { ...first, source: 'x = 2', outputs: [], execution_count: null },
      { ...nameless, source: 'y + 1', outputs: [], execution_count: null },
      text,
    ],
    metadata: { kept: true },
  });
});

test('an identifier that looks like a place is one, and code of a cell that is not there is kept at the end', () => {
  const numbered = { cells: [nameless, { ...first, id: '1' }] };
  const [one, other] = withTyped(numbered, [{ cell: '1', source: 'new' }]).cells;
  assert.deepEqual([one?.source, other?.source], ['y', 'new']);
  const more = withTyped(notebook, [{ cell: 'gone', source: 'lost?' }]).cells;
  assert.equal(more.length, 4);
  assert.equal(more[3]?.source, 'lost?');
  assert.equal(more[3].cell_type, 'code');
});

test('copies are the same where their texts are, however they are written down', () => {
  const joined = { cells: [{ ...first, source: 'x = 1\nx', outputs: [] }, nameless, text] };
  assert.equal(isSameText(notebook, joined), true);
  assert.equal(isSameText(notebook, { cells: [first, nameless] }), false);
  assert.equal(isSameText(notebook, withTyped(notebook, [{ cell: 'first', source: 'x' }])), false);
});

test('copies are called by their notebook, and counted', () => {
  assert.equal(copyName('lesson.ipynb', 1), 'lesson (from its page).ipynb');
  assert.equal(copyName('lesson.ipynb', 2), 'lesson (from its page 2).ipynb');
});
