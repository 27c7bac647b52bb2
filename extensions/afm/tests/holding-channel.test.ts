import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingData } from '../src/models/model.ts';
import { HoldingChannel } from '../src/saved/holding-channel.ts';

const NOTHING: ReadonlySet<string> = new Set();

function update(state: Record<string, unknown>): OutgoingData {
  return { method: 'update', state, buffer_paths: [] };
}

function made(): {
  channel: HoldingChannel;
  sent: unknown[];
  python: { send: (data: OutgoingData) => never };
} {
  const sent: unknown[] = [];
  const send = (data: OutgoingData): never => {
    sent.push(data);
    return { id: String(sent.length), handled: Promise.resolve() } as never;
  };
  const channel = new HoldingChannel(
    () => undefined,
    () => undefined,
  );
  return { channel, sent, python: { send } };
}

test('the last value of each trait reaches Python once, when it is told to be delivered', () => {
  const { channel, sent, python } = made();
  channel.send(update({ value: 1, name: 'a' }), []);
  channel.send(update({ value: 2 }), []);
  channel.connect(python);
  assert.equal(sent.length, 0);
  channel.deliver();
  channel.deliver();
  assert.deepEqual(sent, [update({ name: 'a' }), update({ value: 2 })]);
  channel.send(update({ value: 3 }), []);
  assert.deepEqual(sent.at(-1), update({ value: 3 }));
});

test('what Python says of a trait that waits, or is not saved, is not heard before it is delivered', () => {
  const { channel, python } = made();
  channel.send(update({ value: 2 }), []);
  channel.connect(python);
  const initial = { data: { method: 'update', state: { value: 4, drag: 0, name: 'b' } } } as const;
  const heard = channel.heard(initial, new Set(['drag']));
  assert.deepEqual(heard?.data, { method: 'update', state: { name: 'b' }, buffer_paths: [] });
  assert.equal(channel.heard({ data: { method: 'update', state: { value: 4 } } }, NOTHING), null);
  channel.deliver();
  assert.equal(channel.heard(initial, NOTHING), initial);
});

test('a channel keeps once more when it is told to, and when its Python has gone', () => {
  const { channel, sent, python } = made();
  channel.connect(python);
  channel.deliver();
  channel.hold();
  channel.send(update({ value: 1 }), []);
  assert.equal(sent.length, 0);
  channel.deliver();
  assert.equal(sent.length, 1);
  channel.disconnect();
  channel.send(update({ value: 2 }), []);
  channel.deliver();
  assert.equal(sent.length, 1);
  assert.equal(channel.isHolding, true);
});
