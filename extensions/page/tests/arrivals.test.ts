import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PythonMessage } from '../src/widgets/python-message.ts';
import { Arrivals } from '../src/widgets/saved/arrivals.ts';

function message(id: string, data: PythonMessage['data'], bytes: readonly number[] = []): PythonMessage {
  return {
    type: data.method === undefined ? 'comm_open' : 'comm_msg',
    id,
    target: 'jupyter.widget',
    data,
    metadata: {},
    buffers: bytes.map((byte) => new DataView(Uint8Array.of(byte).buffer)),
    parentId: 'run',
    parentType: 'execute_request',
  };
}

function arriving(): { arrived: { savedId: string; opening: PythonMessage }[]; arrivals: Arrivals } {
  const arrived: { savedId: string; opening: PythonMessage }[] = [];
  const arrivals = new Arrivals((savedId, opening) => arrived.push({ savedId, opening }));
  return { arrived, arrivals };
}

test('a model arrives with the state that it has then, and with the bytes of that', () => {
  const { arrived, arrivals } = arriving();
  const opened = { state: { children: [], kept: 1 }, buffer_paths: [['old'], ['kept_bytes']] };
  arrivals.add('saved', message('new', opened, [1, 2]));
  const told = { method: 'update', state: { children: ['a'] }, buffer_paths: [['old']] };
  assert.equal(arrivals.take(message('new', told, [3])), true);
  assert.equal(arrived.length, 0);
  arrivals.settle();
  const [{ savedId, opening } = { savedId: '', opening: message('', {}) }] = arrived;
  assert.equal(savedId, 'saved');
  assert.deepEqual(opening.data.state, { kept: 1, children: ['a'] });
  assert.deepEqual(opening.data.buffer_paths, [['kept_bytes'], ['old']]);
  assert.deepEqual(
    opening.buffers.map((bytes) => bytes.getUint8(0)),
    [2, 3],
  );
});

test('what is no state has all arrive before it, in the order in which they were made', () => {
  const { arrived, arrivals } = arriving();
  arrivals.add('first', message('one', { state: {} }));
  arrivals.add('second', message('two', { state: {} }));
  assert.equal(arrivals.take(message('another', { method: 'update', state: {} })), false);
  assert.equal(arrived.length, 0);
  assert.equal(arrivals.take(message('two', { method: 'custom', content: 'hello' })), false);
  assert.deepEqual(
    arrived.map(({ savedId }) => savedId),
    ['first', 'second'],
  );
});

test('nothing arrives from a Python that is not there any more', () => {
  const { arrived, arrivals } = arriving();
  arrivals.add('saved', message('new', { state: {} }));
  arrivals.clear();
  arrivals.settle();
  assert.equal(arrived.length, 0);
});
