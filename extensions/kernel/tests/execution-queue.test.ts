import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExecutionQueue } from '../src/host/execution-queue.ts';

function queueWithNotes(ready: Promise<void> = Promise.resolve()): {
  queue: ExecutionQueue;
  notes: string[];
  add: (name: string, end: Promise<boolean>) => void;
} {
  const queue = new ExecutionQueue(() => ready);
  const notes: string[] = [];
  const add = (name: string, end: Promise<boolean>): void => {
    queue.add({
      run: async () => {
        notes.push(`${name} runs`);
        return await end;
      },
      abort: () => {
        notes.push(`${name} is aborted`);
      },
    });
  };
  return { queue, notes, add };
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('one is executed after the other, in order', async () => {
  const { notes, add } = queueWithNotes();
  const first = Promise.withResolvers<boolean>();
  add('first', first.promise);
  add('second', Promise.resolve(true));
  await soon();
  assert.deepEqual(notes, ['first runs']);
  first.resolve(true);
  await soon();
  assert.deepEqual(notes, ['first runs', 'second runs']);
});

test('what waits behind one that fails is aborted, and what comes later is executed', async () => {
  const { notes, add } = queueWithNotes();
  const first = Promise.withResolvers<boolean>();
  add('first', first.promise);
  add('second', Promise.resolve(true));
  add('third', Promise.resolve(true));
  first.resolve(false);
  await soon();
  add('later', Promise.resolve(true));
  await soon();
  assert.deepEqual(notes, ['first runs', 'second is aborted', 'third is aborted', 'later runs']);
});

test('what waits is forgotten when the kernel ends', async () => {
  const { queue, notes, add } = queueWithNotes();
  const first = Promise.withResolvers<boolean>();
  add('first', first.promise);
  add('second', Promise.resolve(true));
  await soon();
  queue.close();
  first.resolve(true);
  await soon();
  assert.deepEqual(notes, ['first runs']);
});

test('an interruption lets go of what waits for Python, and of nothing later', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { queue, notes, add } = queueWithNotes(promise);
  add('first', Promise.resolve(true));
  add('second', Promise.resolve(true));
  queue.abortWaiting();
  add('third', Promise.resolve(true));
  resolve(undefined);
  await soon();
  assert.deepEqual(notes, ['first is aborted', 'second is aborted', 'third runs']);
});

test('of what waits for a Python that ends, nothing is executed and nothing said', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { queue, notes, add } = queueWithNotes(promise);
  add('first', Promise.resolve(true));
  add('second', Promise.resolve(true));
  queue.close();
  resolve(undefined);
  await soon();
  assert.deepEqual(notes, []);
});

test('what waits behind what was interrupted can be let go of, and what comes later is executed', async () => {
  const { queue, notes, add } = queueWithNotes();
  const first = Promise.withResolvers<boolean>();
  add('first', first.promise);
  add('second', Promise.resolve(true));
  await soon();
  queue.abortWaiting();
  first.resolve(true);
  add('later', Promise.resolve(true));
  await soon();
  assert.deepEqual(notes, ['first runs', 'second is aborted', 'later runs']);
});
