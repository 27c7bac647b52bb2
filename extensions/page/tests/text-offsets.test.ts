import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePointsBefore, indexAfter } from '../src/editing/text-offsets.ts';

const TEXT = 'a😀ß👩‍🚀z';

test("a place in a text is as many of Python's characters as stand before it", () => {
  for (let index = 0; index <= TEXT.length; index += 1) {
    if (TEXT.codePointAt(index) !== TEXT.charCodeAt(index) || !/[\udc00-\udfff]/.test(TEXT[index] ?? '')) {
      assert.equal(codePointsBefore(TEXT, index), Array.from(TEXT.slice(0, index)).length);
    }
  }
});

test('there and back is the same place', () => {
  let index = 0;
  for (const character of TEXT) {
    assert.equal(indexAfter(TEXT, codePointsBefore(TEXT, index)), index);
    index += character.length;
  }
  assert.equal(indexAfter(TEXT, 100), TEXT.length);
});

test('half of a pair is a character of its own', () => {
  assert.equal(codePointsBefore('\ud83da', 2), 2);
  assert.equal(indexAfter('\ud83da', 1), 1);
});
