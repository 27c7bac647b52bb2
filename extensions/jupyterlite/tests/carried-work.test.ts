import { deepEqual, equal } from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import type { WorkFile } from '../src/own-work/work-archive.ts';
import { pathOfCopy } from '../src/versions/copy-names.ts';
import { Browser, Page, Site } from './readers.ts';

// Node.js cannot import the whole of it. This is the part that knows kinds of files.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(
      specifier === '@jupyterlite/services' ? '@jupyterlite/services/lib/contents/tokens.js' : specifier,
      context,
    ),
});
const { bringIn } = await import('../src/own-work/carried-work.ts');

const file = (path: string, text: string): WorkFile => ({
  path,
  content: new TextEncoder().encode(text),
  modified: Date.now(),
  origin: undefined,
});

async function stored(page: Page): Promise<string[]> {
  const contents = (await page.work.models()).map(async ({ path }) => await page.work.read(path));
  return (await Promise.all(contents))
    .map((content) => new TextDecoder().decode(content ?? undefined))
    .sort();
}

test('A file of an archive is there even if another of its files is put at its name', async () => {
  const copy = await pathOfCopy('a.txt', new Date(), () => Promise.resolve(false));
  for (const files of [
    [file('a.txt', 'other'), file(copy, 'third')],
    [file(copy, 'third'), file('a.txt', 'other')],
  ]) {
    const page = new Page(new Browser(), new Site(new Map()));
    await page.save('a.txt', 'mine');
    const { beside } = await bringIn(page.work, files);
    deepEqual(await stored(page), ['mine', 'other', 'third']);
    equal(new Set(beside).size, beside.length);
  }
});
