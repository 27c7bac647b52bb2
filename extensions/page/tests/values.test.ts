import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Known, Outgoing, valueOf } from '../src/calls/values.ts';

const KNOWN: Known = {
  keep: () => 7,
  numberOf: () => undefined,
  object: (id, type) => `${type} ${id}`,
  function: (id) => `function ${id}`,
};

function sent(value: unknown): { readonly told: unknown; readonly buffers: Outgoing['buffers'] } {
  const outgoing = new Outgoing(KNOWN);
  const told: unknown = JSON.parse(JSON.stringify(outgoing.told(value)));
  return { told, buffers: outgoing.buffers };
}

test('what JSON has goes as it is', () => {
  const value = [null, true, 1, 'text', [[]], { a: { b: 2 } }];
  assert.deepEqual(sent(value).told, value);
  assert.equal(sent(undefined).told, null);
});

test('what JSON has not comes back the same', () => {
  for (const value of [
    NaN,
    Infinity,
    -Infinity,
    2n ** 64n,
    new Date(5),
    new Set([1, NaN]),
    new Map([[2, [3n]]]),
  ]) {
    assert.deepEqual(valueOf(sent(value).told, [], KNOWN), value);
  }
});

test('a function and an object of Python are told of by their numbers', () => {
  const { told } = sent({ act: () => undefined });
  assert.deepEqual(told, { act: { $: 'function', id: 7 } });
  assert.equal(valueOf({ $: 'object', id: 3, type: 'deque' }, [], KNOWN), 'deque 3');
});

test('bytes go beside, by the kind of their array', () => {
  const array = new Int16Array([1, -2]);
  const { told, buffers } = sent({
    array,
    view: new DataView(new ArrayBuffer(2)),
    buffer: new ArrayBuffer(1),
  });
  assert.deepEqual(told, {
    array: { $: 'array', type: 'Int16Array', at: 0 },
    view: { $: 'array', type: 'Uint8Array', at: 1 },
    buffer: { $: 'array', type: 'Uint8Array', at: 2 },
  });
  assert.equal(buffers[0], array);
  const grid = valueOf({ $: 'array', type: 'Int16Array', at: 0, shape: [1, 2] }, [array.buffer], KNOWN);
  assert.deepEqual([...(grid as Int16Array)], [1, -2]);
  assert.deepEqual((grid as { shape?: number[] }).shape, [1, 2]);
});

test('an object whose keys look like a mark is one', () => {
  const value = { $: 'number', value: 'NaN' };
  assert.deepEqual(valueOf(sent(value).told, [], KNOWN), new Map(Object.entries(value)));
});

test('what a worker cannot have is refused in words', () => {
  const round: unknown[] = [];
  round.push(round);
  assert.throws(() => sent(round), /holds itself/);
  assert.throws(() => sent(Symbol('a')), /symbol/);
  assert.throws(() => sent(new (class Account {})()), /A Account cannot be given to Python/);
  // The same twice, side by side, is no circle.
  const part = [1];
  assert.deepEqual(sent([part, part]).told, [[1], [1]]);
});
