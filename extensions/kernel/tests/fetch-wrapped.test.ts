import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFetchLayer } from '../src/runtime/fetch-layers.ts';

test('what a page puts around fetch meanwhile stays, and what it had before is called', async () => {
  const asked: string[] = [];
  const wrapped =
    (name: string, next: typeof fetch): typeof fetch =>
    async (...request) => {
      asked.push(name);
      return await next(...request);
    };
  const { fetch: before } = globalThis;
  globalThis.fetch = wrapped('the page, before', async () => Promise.resolve(new Response('answer')));
  await withFetchLayer(
    (next) => wrapped('ours', next),
    async () => {
      globalThis.fetch = wrapped('the page, meanwhile', globalThis.fetch);
      await fetch('https://site.test/');
    },
  );
  await fetch('https://site.test/');
  globalThis.fetch = before;
  assert.deepEqual(asked, [
    'the page, meanwhile',
    'ours',
    'the page, before',
    'the page, meanwhile',
    'the page, before',
  ]);
});
