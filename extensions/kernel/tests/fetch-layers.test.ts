import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepFetchLayer, withFetchLayer } from '../src/runtime/fetch-layers.ts';

const { fetch: bare } = globalThis;

test('a layer ends by itself, whichever came before or after it', async () => {
  const passed: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string): Promise<void> =>
    withFetchLayer(
      (next) =>
        async (...request) => {
          passed.push(name);
          return await next(...request);
        },
      () => new Promise((resolve) => ends.set(name, resolve)),
    );
  const [first, second] = [run('first'), run('second')];
  await fetch('data:,');
  ends.get('first')?.();
  await first;
  await fetch('data:,');
  ends.get('second')?.();
  await second;
  assert.deepEqual(passed, ['second', 'first', 'second']);
  assert.equal(globalThis.fetch, bare);
});

test('whoever has kept `fetch` goes through layers that come later', async () => {
  const passed: string[] = [];
  const noting =
    (name: string) =>
    (next: typeof fetch): typeof fetch =>
    async (...request) => {
      passed.push(name);
      return await next(...request);
    };
  keepFetchLayer(noting('first'));
  const { fetch: kept } = globalThis;
  keepFetchLayer(noting('second'));
  await kept('data:,');
  assert.deepEqual(passed, ['first', 'second']);
});
