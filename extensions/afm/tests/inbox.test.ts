import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inbox } from '../src/models/inbox.ts';
import type { IncomingMessage } from '../src/models/model.ts';

const custom = (content: unknown): IncomingMessage => ({ data: { method: 'custom', content } });
const update = (state: Record<string, unknown>): IncomingMessage => ({ data: { method: 'update', state } });

function applied(): { log: unknown[]; apply: (message: IncomingMessage) => void } {
  const log: unknown[] = [];
  return {
    log,
    apply: ({ data }) => log.push(data.method === 'custom' ? data.content : data.state),
  };
}

test('messages wait in order while the widget is not ready, and pass when it is', () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  for (const message of [custom(1), update({ a: 1 }), update({ a: null }), custom(2)]) {
    inbox.take(message, apply);
  }
  assert.deepEqual(log, []);
  inbox.open();
  inbox.take(custom(3), apply);
  assert.deepEqual(log, [1, { a: 1 }, { a: null }, 2, 3]);
});

test('code and the answers to commands wait for nothing', () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  const answer = { kind: 'anywidget-command-response', id: 1 };
  for (const message of [custom('first'), update({ _esm: 'fix', value: 1 }), custom(answer)]) {
    inbox.take(message, apply);
  }
  assert.deepEqual(log, [{ _esm: 'fix' }, answer]);
  inbox.open();
  assert.deepEqual(log, [{ _esm: 'fix' }, answer, 'first', { value: 1 }]);
});

test('who joins has a place between the messages, and no turn while the widget is broken', async () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  inbox.take(update({ a: 1 }), async (message) => {
    await Promise.resolve();
    apply(message);
  });
  const join = (name: string): void => {
    inbox.join(() => log.push(name));
  };
  join('joined');
  inbox.take(update({ a: 2 }), apply);
  assert.equal(inbox.size, 2);
  inbox.pause();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(log, [{ a: 1 }, { a: 2 }]);
  inbox.take(custom('after'), apply);
  inbox.open();
  assert.deepEqual(log, [{ a: 1 }, { a: 2 }, 'joined', 'after']);
  join('at once');
  assert.equal(log.at(-1), 'at once');
});

test('the state of a broken widget goes on, and its messages wait for the repair', () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  inbox.take(custom('before'), apply);
  inbox.take(update({ a: 1 }), apply);
  inbox.pause();
  inbox.take(update({ a: 2 }), apply);
  inbox.take(custom('after'), apply);
  assert.deepEqual(log, [{ a: 1 }, { a: 2 }]);
  inbox.hold();
  inbox.open();
  assert.deepEqual(log, [{ a: 1 }, { a: 2 }, 'before', 'after']);
});

test('a message that makes the widget wait again holds back those behind it', () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  inbox.take(custom(1), () => {
    log.push('replaced');
    inbox.hold();
  });
  inbox.take(custom(2), apply);
  inbox.open();
  assert.deepEqual([log, inbox.size], [['replaced'], 1]);
  inbox.open();
  assert.deepEqual(log, ['replaced', 2]);
});

test('what waited is applied one after the other by a model that takes its time, and what comes meanwhile queues', async () => {
  const inbox = new Inbox();
  const log: unknown[] = [];
  // As ipywidgets does: a new state takes some turns, any other message none.
  const apply = async ({ data }: IncomingMessage): Promise<void> => {
    if (data.method !== 'custom') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    log.push(data.method === 'custom' ? data.content : data.state);
  };
  for (const message of [update({ a: 1 }), custom('b'), update({ a: 2 })]) {
    inbox.take(message, apply);
  }
  inbox.open();
  inbox.take(custom('c'), apply);
  inbox.take(custom({ kind: 'anywidget-command-response' }), apply);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(log, [{ kind: 'anywidget-command-response' }, { a: 1 }, 'b', { a: 2 }, 'c']);
  assert.equal(inbox.size, 0);
});

test('a message that a model could not take holds back none behind it', async () => {
  const inbox = new Inbox();
  const { log, apply } = applied();
  inbox.take(update({ a: 1 }), () => Promise.reject(new Error('no')));
  inbox.take(custom('after'), apply);
  inbox.open();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(log, ['after']);
});
