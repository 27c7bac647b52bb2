import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../src/saved/content.ts';
import { isTrustedByServer } from '../src/saved/trust.ts';

const code = (metadata: object): object => ({ cell_type: 'code', source: '', metadata, outputs: [] });
const trusted = code({ trusted: true });
const text = { cell_type: 'markdown', source: '', metadata: {} };

const isTrusted = (...cells: object[]): boolean => isTrustedByServer(readContent({ cells }));

test('a server trusts a notebook all of whose code it has marked', () => {
  assert.equal(isTrusted(trusted, text, trusted), true);
});

test('a notebook without marks is not trusted, whether it has outputs or none', () => {
  assert.equal(isTrusted(code({})), false);
  assert.equal(isTrusted(code({ trusted: false })), false);
  assert.equal(isTrusted(code({ trusted: 'true' })), false);
  assert.equal(isTrusted(trusted, code({})), false);
});

test('a notebook without code has nobody to trust it', () => {
  assert.equal(isTrusted(), false);
  assert.equal(isTrusted(text), false);
  assert.equal(isTrustedByServer(readContent('no notebook')), false);
});
