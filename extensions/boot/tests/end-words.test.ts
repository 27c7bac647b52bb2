import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsForEnd } from '../src/end-words.ts';

const WORDS = [
  ['RangeError: Maximum call stack size exceeded', 'called itself too deeply'],
  ['InternalError: too much recursion', 'called itself too deeply'],
  ['RuntimeError: Aborted(Cannot enlarge memory arrays)', 'memory that a page can have is used up'],
  ['Error: out of memory', 'memory that a page can have is used up'],
  ['Exit: Program terminated with exit(3)', 'code has ended it'],
  ['RuntimeError: unreachable', 'cannot go on from (RuntimeError: unreachable)'],
] as const;

for (const [error, words] of WORDS) {
  test(`what ends Python is said for people: ${error}`, () => {
    assert.ok(wordsForEnd(error).includes(words));
  });
}
