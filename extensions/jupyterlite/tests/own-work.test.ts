import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { IndexedStorage, type Storage } from '../src/drive/indexed-storage.ts';
import { type Version, versionOf } from '@lite-build/messages/digests';
import { type OwnModel, withOriginOfCopy } from '../src/versions/origin.ts';
import { OwnWork, type PublishedVersions } from '../src/versions/own-work.ts';

/** What a browser keeps from one page to the next. */
class Browser {
  readonly stored = new Map<string, OwnModel>();
  isFull = false;

  storage(): Storage {
    const { stored } = this;
    return {
      driver: () => 'memory',
      ready: () => Promise.resolve(),
      getItem: (key) => Promise.resolve(stored.get(key) ?? null),
      setItem: (key, value) => {
        if (this.isFull) {
          return Promise.reject(new DOMException('full', 'QuotaExceededError'));
        }
        stored.set(key, value as OwnModel);
        return Promise.resolve(value);
      },
      removeItem: (key) => Promise.resolve(void stored.delete(key)),
      clear: () => {
        stored.clear();
        return Promise.resolve();
      },
      iterate: (callback) => {
        [...stored].forEach(([key, value], index) => callback(value, key, index));
        return Promise.resolve(null);
      },
    };
  }
}

/** A site as it is published now: texts by paths. */
class Site implements PublishedVersions {
  constructor(files: ReadonlyMap<string, string>) {
    this.files = files;
  }

  readonly files: ReadonlyMap<string, string>;

  async version(path: string): Promise<Version | null> {
    const text = this.files.get(path);
    return text === undefined ? null : await versionOf(path, new TextEncoder().encode(text));
  }

  async find(path: string): Promise<OwnModel | null> {
    return this.files.has(path) ? await Promise.resolve(modelOf(path, '')) : null;
  }
}

/** A page of a site in a browser. */
class Page {
  constructor(browser: Browser, site: Site) {
    this.storage = new IndexedStorage(browser.storage(), 'test', 'files');
    this.storage.withOrigin = (path, model, stored) =>
      withOriginOfCopy(path, model, stored, (each) => site.version(each));
    const storage = Promise.resolve(this.storage);
    this.work = new OwnWork({ storage, published: site, announce: () => undefined });
    pages.add(this.storage);
  }

  readonly storage: IndexedStorage;
  readonly work: OwnWork;

  async save(path: string, text: string): Promise<void> {
    await this.work.settled('');
    await this.storage.setItem(path, modelOf(path, text));
  }
}

const pages = new Set<IndexedStorage>();
let clock = 0;

function modelOf(path: string, content: string): OwnModel {
  clock += 1;
  const last_modified = new Date(clock).toISOString();
  return {
    name: path,
    path,
    content,
    last_modified,
    created: last_modified,
    type: 'file',
    format: 'text',
    mimetype: 'text/plain',
    writable: true,
  };
}

/** Numbers that look random, and are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield (state >>> 8) / 2 ** 24;
  }
}

const texts = (browser: Browser): string[] =>
  [...browser.stored.values()].map(({ content }) => String(content));

afterEach(() => {
  pages.forEach((storage) => {
    storage.close();
  });
  pages.clear();
});

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
  deepEqual(texts(browser), ['mine']);
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
