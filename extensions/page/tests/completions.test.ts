import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KernelCalls } from '@lite-build/messages';
import { completionsOf, narrowed } from '../src/editing/completions.ts';

const REPLY: KernelCalls['complete'][1] = {
  status: 'ok',
  matches: ['isalpha', 'isdigit', 'isdigit'],
  cursor_start: 4,
  cursor_end: 6,
  metadata: { _jupyter_types_experimental: [{ start: 4, end: 6, text: 'isdigit', type: 'function' }] },
};

test('completions stand where JavaScript counts, each once, with what it is', () => {
  const code = "'😀'.is";
  assert.deepEqual(completionsOf(code, REPLY), {
    start: 5,
    end: 7,
    options: [
      { text: 'isalpha', kind: '' },
      { text: 'isdigit', kind: 'function' },
    ],
  });
});

test('what is typed on leaves those that go on from it', () => {
  const completions = completionsOf("'😀'.is", REPLY);
  assert.ok(completions !== null);
  assert.deepEqual(narrowed(completions, "'😀'.isd", 8)?.options, [{ text: 'isdigit', kind: 'function' }]);
  assert.equal(narrowed(completions, "'😀'.isx", 8), null);
  assert.equal(narrowed(completions, "'😀'", 4), null);
});
