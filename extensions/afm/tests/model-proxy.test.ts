import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyModel } from '../src/contract.ts';
import { CommModel } from '../src/models/comm-model.ts';
import { modelProxy } from '../src/models/model-proxy.ts';

interface Opened {
  readonly model: AnyModel;
  readonly sent: unknown[];
}

function openProxy(state: Record<string, unknown>): Opened {
  const sent: unknown[] = [];
  const model = new CommModel('id', state, {
    send: (data) => {
      sent.push(data.method === 'update' ? data.state : data.content);
      return { id: `message-${sent.length}`, handled: Promise.resolve() };
    },
  });
  return { model: modelProxy(model, new AbortController().signal), sent };
}

test('what a module changes in place and then sets is told to listeners and to Python', async () => {
  const { model, sent } = openProxy({ points: [{ x: 1 }] });
  const heard: unknown[] = [];
  model.on('change:points', (_: unknown, points: unknown) => heard.push(structuredClone(points)));
  const points = model.get('points') as { x: number }[];
  points.push({ x: 2 });
  model.set('points', [...points]);
  model.save_changes();
  await new Promise((resolve) => setImmediate(resolve));
  const [first] = model.get('points') as [{ x: number }];
  first.x = 5;
  model.set({ points: model.get('points') });
  model.save_changes();
  assert.deepEqual(heard, [
    [{ x: 1 }, { x: 2 }],
    [{ x: 5 }, { x: 2 }],
  ]);
  assert.deepEqual(sent, [{ points: [{ x: 1 }, { x: 2 }] }, { points: [{ x: 5 }, { x: 2 }] }]);
});

test('each change in place of a value that a module keeps is sent', async () => {
  const { model, sent } = openProxy({ points: [] as number[] });
  const points = model.get('points') as number[];
  for (const point of [1, 2, 3]) {
    points.push(point);
    model.set('points', points);
    model.save_changes();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(sent, [{ points: [1] }, { points: [1, 2] }, { points: [1, 2, 3] }]);
});

test('a copy of what a module got changes nothing', () => {
  const { model, sent } = openProxy({ points: [{ x: 1, drawn: null }], count: 1 });
  model.on('change', () => {
    assert.fail('nothing has changed');
  });
  model.set('points', structuredClone(model.get('points')));
  model.set('count', model.get('count'));
  model.save_changes();
  assert.deepEqual(sent, []);
});
