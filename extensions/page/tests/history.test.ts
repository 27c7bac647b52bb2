import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../src/repl/history.ts';

function historyOf(...entries: string[]): History {
  const history = new History();
  for (const entry of entries) {
    history.add(entry);
  }
  return history;
}

test('one goes back through what was entered, and forward to what was typed', () => {
  const history = historyOf('a = 1', 'b = 2');
  assert.equal(history.back(''), 'b = 2');
  assert.equal(history.back('b = 2'), 'a = 1');
  assert.equal(history.back('a = 1'), null);
  assert.equal(history.forward('a = 1'), 'b = 2');
  assert.equal(history.forward('b = 2'), '');
  assert.equal(history.forward(''), null);
});

test('what is typed first is what entries have to begin with, and comes back', () => {
  const history = historyOf('import os', 'x = 1', 'import sys');
  assert.equal(history.back('imp'), 'import sys');
  assert.equal(history.back('import sys'), 'import os');
  assert.equal(history.forward('import os'), 'import sys');
  assert.equal(history.forward('import sys'), 'imp');
});

test('an entry that was changed is where another walk begins', () => {
  const history = historyOf('x = 1', 'x = 10');
  assert.equal(history.back(''), 'x = 10');
  assert.equal(history.back('y'), null);
  assert.equal(history.back(''), 'x = 10');
});

test('the same twice is one entry', () => {
  const history = historyOf('a', 'b', 'b');
  assert.equal(history.back(''), 'b');
  assert.equal(history.back('b'), 'a');
});
