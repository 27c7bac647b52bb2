import { deepEqual, equal, rejects } from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import type { WorkFile } from '../src/own-work/work-archive.ts';
import { pathOfCopy } from '../src/versions/copy-names.ts';
import { Browser, modelOf, Page, Site } from './readers.ts';

// Node.js cannot import the whole of it. This is the part that knows kinds of files.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(
      specifier === '@jupyterlite/services' ? '@jupyterlite/services/lib/contents/tokens.js' : specifier,
      context,
    ),
});
const { bringIn, forgetWork } = await import('../src/own-work/carried-work.ts');

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

test('A file is brought in to the place of a copy that gives way', async () => {
  const browser = new Browser();
  await new Page(browser, new Site(new Map([['a.txt', 'one']]))).save('a.txt', 'one');
  const page = new Page(browser, new Site(new Map([['a.txt', 'two']])));
  await page.work.settled('');
  deepEqual((await bringIn(page.work, [file('a.txt', 'mine')])).beside, []);
  deepEqual(await stored(page), ['mine']);
});

test('What is removed is what was packed, and what was made since stays, with its folder', async () => {
  const browser = new Browser();
  const page = new Page(browser, new Site(new Map()));
  await bringIn(page.work, [file('a.txt', 'mine'), file('full/b.txt', 'mine'), file('empty/c.txt', 'mine')]);
  const packed = await page.work.models();
  const expected = new Map(packed.map((model) => [model.path, model]));
  const forgotten: string[] = [];
  const files = {
    forgetCheckpoints: (paths: ReadonlySet<string>) => Promise.resolve(void forgotten.push(...paths)),
  };
  const drive = { ownWork: page.work, files } as unknown as Parameters<typeof forgetWork>[0];
  await page.save('full/new.txt', 'since');
  await forgetWork(drive, packed, expected);
  deepEqual([...browser.stored.keys()].sort(), ['full', 'full/new.txt']);
  deepEqual(forgotten.sort(), ['a.txt', 'empty', 'empty/c.txt', 'full/b.txt']);
});

test('Where something has changed since it was packed, nothing is removed', async () => {
  const browser = new Browser();
  const page = new Page(browser, new Site(new Map()));
  await page.save('a.txt', 'mine');
  await page.save('b.txt', 'mine');
  const packed = await page.work.models();
  browser.stored.set('b.txt', modelOf('b.txt', 'since'));
  const drive = { ownWork: page.work } as unknown as Parameters<typeof forgetWork>[0];
  await rejects(forgetWork(drive, packed, new Map(packed.map((model) => [model.path, model]))));
  deepEqual([...browser.stored.keys()], ['a.txt', 'b.txt']);
});
