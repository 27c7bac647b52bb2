import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, modelOf, Page, Site, texts } from './readers.ts';

/** Numbers that look random, and are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield (state >>> 8) / 2 ** 24;
  }
}

test('Of 500 saves, redeploys, choices and closed tabs no saved text is lost', async () => {
  const paths = ['a.txt', 'b.txt', 'c.txt'];
  for (const seed of [1, 2]) {
    const random = numbers(seed);
    const pick = <Item>(items: readonly Item[]): Item =>
      items[Math.floor(random.next().value * items.length)] as Item;
    const browser = new Browser();
    let edition = 0;
    let site = new Site(new Map([['a.txt', 'published 0']]));
    let page = new Page(browser, site);
    // All that the reader has saved, but for what the reader has written over.
    const kept = new Set<string>();
    for (let step = 0; step < 250; step += 1) {
      const path = pick(paths);
      const relation = await page.work.relation(path);
      switch (pick(['save', 'save', 'touch', 'redeploy', 'reload', 'choose'])) {
        case 'save': {
          const text = `mine ${step}`;
          kept.delete(String(browser.stored.get(path)?.content));
          await page.save(path, text);
          kept.add(text);
          break;
        }
        case 'touch':
          // Saved as it was published: nothing of the reader's is in it.
          if (relation === null && site.files.has(path)) {
            await page.save(path, site.files.get(path) ?? '');
          }
          break;
        case 'redeploy': {
          edition += 1;
          const published = paths.filter(() => random.next().value < 0.6);
          site = new Site(new Map(published.map((each) => [each, `published ${edition}`])));
          page = new Page(browser, site);
          break;
        }
        case 'reload':
          page = new Page(browser, site);
          break;
        case 'choose':
          if (relation === 'both') {
            await (pick([true, false]) ? page.work.keepMine(path) : page.work.takePublishedBeside(path));
          } else if (relation === 'changed') {
            await (
              await page.work.backToPublished(path)
            )();
          }
      }
      await page.work.settled('');
      await page.work.given(path);
      const present = new Set(texts(browser));
      deepEqual(
        [...kept].filter((text) => !present.has(text)),
        [],
        `seed ${seed}, step ${step}`,
      );
    }
    ok(kept.size > 10, `only ${kept.size} texts were to be kept`);
  }
});

test('What was put back after it was given up is beside what was written since', async () => {
  const browser = new Browser();
  const page = new Page(browser, new Site(new Map([['a.txt', 'published']])));
  await page.save('a.txt', 'first');
  const undo = await page.work.backToPublished('a.txt');
  equal(await page.work.relation('a.txt'), null);
  await page.save('a.txt', 'second');
  ok((await undo()).startsWith('a (mine '));
  deepEqual(texts(browser).sort(), ['first', 'second']);
});

test('A copy that another tab has changed meanwhile does not give way', async () => {
  const browser = new Browser();
  const before = new Page(browser, new Site(new Map([['a.txt', 'one']])));
  await before.save('a.txt', 'one');
  const after = new Page(browser, new Site(new Map([['a.txt', 'two']])));
  await after.storage.models();
  browser.stored.set('a.txt', { ...modelOf('a.txt', 'mine') });
  await after.work.settled('');
  await after.work.given('a.txt');
  deepEqual(texts(browser), ['mine']);
});

test('A copy gives way once the file of the site has been read, and stays where that cannot be', async () => {
  const browser = new Browser();
  await new Page(browser, new Site(new Map([['a.txt', 'one']]))).save('a.txt', 'one');
  const site = new Site(new Map([['a.txt', 'two']]));
  site.isThere = false;
  const offline = new Page(browser, site);
  equal(await offline.work.relation('a.txt'), null);
  deepEqual((await offline.work.models()).length, 0);
  await offline.work.given('a.txt');
  equal(await offline.work.relation('a.txt'), 'untouched');
  deepEqual(texts(browser), ['one']);
  site.isThere = true;
  const page = new Page(browser, site);
  await page.work.settled('');
  deepEqual(texts(browser), ['one']);
  await page.work.given('a.txt');
  deepEqual(texts(browser), []);
});

test('What is saved at the path of a copy that gives way is made from what the site has now', async () => {
  const browser = new Browser();
  await new Page(browser, new Site(new Map([['a.txt', 'one']]))).save('a.txt', 'one');
  const page = new Page(browser, new Site(new Map([['a.txt', 'two']])));
  await page.save('a.txt', 'mine');
  await page.work.given('a.txt');
  equal(await page.work.relation('a.txt'), 'changed');
  deepEqual(texts(browser), ['mine']);
});

test('What another tab stores meanwhile at the name of a copy is not written over', async () => {
  const browser = new Browser();
  await new Page(browser, new Site(new Map([['a.txt', 'one']]))).save('a.txt', 'mine');
  const page = new Page(browser, new Site(new Map([['a.txt', 'two']])));
  const undo = await page.work.backToPublished('a.txt');
  const copy = await page.work.pathOfCopy('a.txt');
  browser.stored.set('a.txt', modelOf('a.txt', 'other'));
  await rejects(undo());
  browser.stored.set('a.txt', modelOf('a.txt', 'mine'));
  browser.stored.set(copy, modelOf(copy, 'other'));
  await rejects(page.work.takePublishedBeside('a.txt'));
  deepEqual(texts(browser).sort(), ['mine', 'other']);
});

test('Where storage is full, choices fail and change nothing', async () => {
  const browser = new Browser();
  await new Page(browser, new Site(new Map([['a.txt', 'one']]))).save('a.txt', 'mine');
  const page = new Page(browser, new Site(new Map([['a.txt', 'two']])));
  equal(await page.work.relation('a.txt'), 'both');
  browser.isFull = true;
  await rejects(page.work.keepMine('a.txt'));
  await rejects(page.work.takePublishedBeside('a.txt'));
  browser.isFull = false;
  deepEqual(texts(browser), ['mine']);
  equal(await page.work.relation('a.txt'), 'both');
});
