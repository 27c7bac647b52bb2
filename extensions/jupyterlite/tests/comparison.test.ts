import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { compareNotebooks, compareTexts, isSamePiece } from '../src/own-work/comparison.ts';

interface Cell {
  id?: string;
  cell_type: string;
  source: string | string[];
}

const notebook = (...cells: Cell[]): unknown => ({ cells });
const code = (source: string | string[], id?: string): Cell => ({
  cell_type: 'code',
  source,
  ...(id === undefined ? {} : { id }),
});

test('Cells of one name are compared, wherever new ones are', () => {
  const mine = notebook(code('1', 'a'), code('mine', 'b'), code('3', 'c'));
  const site = notebook(code('1', 'a'), code('new', 'x'), code('2', 'b'), code('3', 'c'));
  deepEqual(compareNotebooks(mine, site), [
    { kind: 'code', mine: '1', published: '1' },
    { kind: 'code', mine: null, published: 'new' },
    { kind: 'code', mine: 'mine', published: '2' },
    { kind: 'code', mine: '3', published: '3' },
  ]);
});

test('Cells without names are compared in their order, kind by kind', () => {
  const mine = notebook(code('a'), { cell_type: 'markdown', source: 'text' });
  const site = notebook(code(['b\n', 'c']));
  deepEqual(compareNotebooks(mine, site), [
    { kind: 'code', mine: 'a', published: 'b\nc' },
    { kind: 'markdown', mine: 'text', published: null },
  ]);
});

test('What is no notebook is not compared as one', () => {
  for (const odd of [null, [], 'text', {}, { cells: 3 }]) {
    equal(compareNotebooks(odd, notebook()), null);
  }
  deepEqual(compareNotebooks({ cells: [null, 1] }, notebook()), []);
});

test('Of texts the lines that differ are found', () => {
  deepEqual(compareTexts('a\r\nb\nc', 'a\nx\nc'), [
    { kind: null, mine: 'a', published: 'a' },
    { kind: null, mine: 'b', published: 'x' },
    { kind: null, mine: 'c', published: 'c' },
  ]);
});

test('Both sides of a comparison give both texts again', () => {
  // Lines of three letters in all orders, so that every way of differing is among them.
  const texts = 'abcabbac'
    .split('')
    .flatMap((_, start, letters) =>
      [0, 3, 5].map((length) => letters.slice(start, start + length).join('\n')),
    );
  for (const mine of texts) {
    for (const published of texts) {
      const pieces = compareTexts(mine, published);
      const side = (name: 'mine' | 'published'): string =>
        pieces.flatMap((piece) => piece[name] ?? []).join('\n');
      deepEqual([side('mine'), side('published')], [mine, published]);
      equal(pieces.every(isSamePiece), mine === published);
    }
  }
});
