import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PageMessage, WorkerMessage } from '@lite-build/messages';
import { PageObjects } from '../src/reflection/page-objects.ts';
import { ReflectedPage } from '../src/reflection/reflected-page.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Both ends in one thread: the worker's cannot wait for the page's. */
function connected(): { objects: PageObjects; page: ReflectedPage; told: unknown[] } {
  const told: unknown[] = [];
  const page: ReflectedPage = new ReflectedPage({
    tell: (message) => {
      hearWorker(message);
    },
    ask: null,
  });
  const objects: PageObjects = new PageObjects({
    host: {},
    base: 'https://host/',
    tell: (message) => {
      hearPage(message);
    },
    report: (error) => told.push(error),
  });
  const hearWorker = (message: WorkerMessage): void => {
    if (message.type === 'reflect') {
      objects.hear(structuredClone(message));
    } else if (message.type === 'reflected') {
      objects.settle(message.id, structuredClone(message.outcome));
    }
  };
  const hearPage = (message: PageMessage): void => {
    if (message.type === 'reflect') {
      void page.hear(structuredClone(message));
    } else if (message.type === 'reflected') {
      page.settle(message.id, message.answer);
    }
  };
  return { objects, page, told };
}

interface Shelf {
  readonly size: Promise<number>;
  label: string;
  books: (count: number) => Promise<object[]> & { readonly length: Promise<number> };
  each: (act: (value: number) => void) => void;
}

function place(shelf: object): void {
  Reflect.set(globalThis, 'shelf', shelf);
}

test('what is set is set, what is called is called, and what is read is awaited', async () => {
  const shelf = { size: 3, label: '', books: (count: number) => Array.from({ length: count }, () => ({})) };
  place(shelf);
  const { page } = connected();
  const seen = (page.window as { shelf: Shelf }).shelf;
  seen.label = 'new';
  assert.equal(await seen.size, 3);
  assert.equal(await seen.books(5).length, 5);
  assert.equal(shelf.label, 'new');
  assert.throws(() => Number(seen.label), /comes later/);
});

test('what goes wrong is told, and where it is awaited it is told there', async () => {
  place({ size: 3 });
  const { page, told } = connected();
  const window = page.window as { shelf: { nothing: { more: Promise<unknown> } } };
  await assert.rejects(async () => await window.shelf.nothing.more, /no object here, but undefined/);
  Reflect.set(window.shelf.nothing, 'label', 'lost');
  while (told.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.match(String(told[0]), /no object here, but undefined/);
});

test('what is awaited comes as a copy where that holds all of it, and else as what the page has', async () => {
  const whole = {
    words: ['one', null],
    bytes: new Uint8Array([1, 2]),
    more: { size: 3 },
    at: new Map([['now', new Date(0)]]),
  };
  class Book {
    readonly title = 'of the page';
  }
  place({
    whole,
    books: [new Book()],
    acts: { twice: (value: number) => ({ size: 2 * value }) },
    part: [new Uint8Array([1, 2, 3]).subarray(1)],
  });
  const { page } = connected();
  const { shelf } = page.window as { shelf: Record<string, Promise<unknown>> };
  assert.deepEqual(await shelf['whole'], whole);
  const books = (await shelf['books']) as { title: Promise<string> }[];
  assert.equal(await books[0]?.title, 'of the page');
  const acts = (await shelf['acts']) as { twice: (value: number) => { size: Promise<number> } };
  assert.equal(await acts.twice(4).size, 8);
  const part = (await shelf['part']) as Promise<Uint8Array>[];
  assert.equal((await part[0])?.length, 2);
});

test('neither side keeps what the other has let go of', async () => {
  const heard: number[] = [];
  const kept: ((value: number) => void)[] = [];
  place({
    each: (act: (value: number) => void) => {
      kept.push(act);
      act(1);
    },
  });
  const { objects, page } = connected();
  const before = objects.counts;
  await (async () => {
    const { shelf } = page.window as { shelf: Shelf };
    shelf.each((value) => heard.push(value));
    while (heard.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  assert.ok(objects.counts.functions > before.functions);
  kept.length = 0;
  while (objects.counts.functions > before.functions || objects.counts.objects > before.objects) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.deepEqual(heard, [1]);
});
