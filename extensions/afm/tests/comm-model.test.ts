import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Buffer } from '../src/contract.ts';
import { CommModel } from '../src/models/comm-model.ts';
import type { OutgoingData } from '../src/models/model.ts';

/** Python's end of a model: what it was sent, and when it has handled it. */
class RecordedChannel {
  readonly sent: { id: string; data: OutgoingData; buffers: readonly Buffer[] }[] = [];
  readonly #handled: (() => void)[] = [];

  send(data: OutgoingData, buffers: readonly Buffer[]) {
    const id = `message-${this.sent.length + 1}`;
    this.sent.push({ id, data, buffers });
    return {
      id,
      handled: new Promise<void>((resolve) => {
        this.#handled.push(resolve);
      }),
    };
  }

  /** Have the oldest message handled. */
  async handle(): Promise<void> {
    this.#handled.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  states(): unknown[] {
    return this.sent.map(({ data }) => (data.method === 'update' ? data.state : data.content));
  }
}

function openModel(state: Record<string, unknown>): { model: CommModel; channel: RecordedChannel } {
  const channel = new RecordedChannel();
  return { model: new CommModel('id', { _anywidget_id: 'tests.Counter', ...state }, channel), channel };
}

function save(model: CommModel, values: Record<string, unknown>): void {
  model.set(values);
  model.save_changes();
}

test('one update is under way, and later ones are merged until Python has handled it', async () => {
  const { model, channel } = openModel({ a: 0, b: 0 });
  for (let value = 1; value <= 100; value++) {
    save(model, { a: value, b: -value });
  }
  assert.deepEqual(channel.states(), [{ a: 1, b: -1 }]);
  await channel.handle();
  assert.deepEqual(channel.states(), [
    { a: 1, b: -1 },
    { a: 100, b: -100 },
  ]);
  await channel.handle();
  assert.equal(channel.sent.length, 2);
});

test('an echo that a later update has overtaken is dropped, attribute by attribute', async () => {
  const { model, channel } = openModel({ a: 0, b: 0 });
  save(model, { a: 1, b: 1 });
  save(model, { a: 2 });
  const echo = (parent: string, state: Record<string, unknown>) => {
    model.receive({ data: { method: 'echo_update', state }, parent });
  };
  echo('message-1', { a: 1, b: 10 });
  assert.deepEqual([model.get('a'), model.get('b')], [2, 10]);
  await channel.handle();
  echo('of another page', { a: 7 });
  assert.equal(model.get('a'), 2);
  echo('message-2', { a: 3 });
  assert.equal(model.get('a'), 3);
  echo('of another page', { a: 8 });
  assert.equal(model.get('a'), 8);
});

test('two updates from Python are two, though the second takes the first back', () => {
  const { model } = openModel({ message: null });
  const heard: unknown[] = [];
  model.on('change:message', (_: unknown, value: unknown) => heard.push(value));
  for (const message of ['draw', null]) {
    model.receive({ data: { method: 'update', state: { message } } });
  }
  assert.deepEqual(heard, ['draw', null]);
});

test('what Python sets is not sent back', () => {
  const { model, channel } = openModel({ a: 0, b: 0 });
  model.set('a', 1);
  model.on('change:b', () => {
    model.save_changes();
  });
  model.receive({ data: { method: 'update', state: { a: 5, b: 5 } } });
  model.save_changes();
  assert.deepEqual(channel.states(), []);
});

test('a list is saved as it was, whatever becomes of it before it is sent', async () => {
  const { model, channel } = openModel({ items: [] });
  save(model, { items: [1] });
  const items = [1, 2];
  save(model, { items });
  items.push(3);
  await channel.handle();
  assert.deepEqual(channel.states(), [{ items: [1] }, { items: [1, 2] }]);
});

test('an equal value is no change', () => {
  const { model } = openModel({ value: { list: [1, Uint8Array.of(1)], at: new Date(0), none: NaN } });
  let changes = 0;
  model.on('change', () => changes++);
  model.set('value', { list: [1, Uint8Array.of(1)], at: new Date(0), none: NaN });
  assert.equal(changes, 0);
  model.set('value', { list: [1, Uint8Array.of(2)], at: new Date(0), none: NaN });
  assert.equal(changes, 1);
});

test('a change that a listener makes is told too, by name at once and then by the bare event', () => {
  const { model } = openModel({ a: 0, b: 0 });
  const heard: string[] = [];
  model.on('all', (name: string) => heard.push(name));
  model.on('change:a', () => {
    model.set('b', 1);
  });
  model.set('a', 1);
  assert.deepEqual(heard, ['change:a', 'change:b', 'change']);
});

for (const [kind, value] of [
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a Map', new Map()],
] as const) {
  test(`${kind} cannot be sent, and the message names the trait`, () => {
    const { model, channel } = openModel({});
    assert.throws(
      () => {
        save(model, { fine: 1, odd: { inside: [value] } });
      },
      new RegExp(`Counter: the trait 'odd' holds ${kind} \\(at inside.0\\)`),
    );
    assert.deepEqual(channel.states(), [{ fine: 1 }]);
  });
}

test('a value that contains itself cannot be sent', () => {
  const { model } = openModel({});
  const circle: unknown[] = [];
  circle.push(circle);
  assert.throws(() => {
    save(model, { circle });
  }, /contains itself/);
});

test('a value that knows its own JSON is sent as that', () => {
  const { model, channel } = openModel({});
  save(model, { at: new Date(0) });
  assert.deepEqual(channel.states(), [{ at: '1970-01-01T00:00:00.000Z' }]);
});
