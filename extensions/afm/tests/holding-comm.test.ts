import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoldingComm } from '../src/saved/holding-comm.ts';

type Send = Parameters<HoldingComm['send']>;

const command = (name: string, msg: string, id: number): object => ({
  id,
  kind: 'anywidget-command',
  name,
  msg,
});
const custom = (content: object): Send[0] => ({ method: 'custom', content });
const fileRequest = (path: string, id: number): Send[0] => custom(command('litewidget:read-file', path, id));

function python(): { sent: unknown[]; comm: HoldingComm } {
  const sent: unknown[] = [];
  const comm = new HoldingComm('python', () => undefined);
  comm.send = (data) => String(sent.push(data));
  return { sent, comm };
}

test('a command is refused as long as there is no Python, and other messages are kept', () => {
  const holding = new HoldingComm('id', () => undefined);
  assert.equal(holding.canTake(command('delete', 'all', 1)), false);
  assert.equal(holding.canTake({ kind: 'click' }), true);
  holding.connect(python().comm);
  assert.equal(holding.canTake(command('delete', 'all', 2)), true);
});

test("a module's files are asked for once, and are nothing that the reader did", () => {
  const holding = new HoldingComm('id', () => undefined);
  const first = fileRequest('a.js', 1);
  const [other, last] = [fileRequest('b.js', 2), fileRequest('a.js', 3)];
  for (const each of [first, other, last]) {
    holding.send(each, undefined);
  }
  assert.equal(holding.isHolding, false);
  const { sent, comm } = python();
  holding.connect(comm);
  holding.deliver();
  assert.deepEqual(sent, [other, last]);
});

test('what the reader did waits for Python, in order', () => {
  const holding = new HoldingComm('id', () => undefined);
  const clicks = [custom({ click: 1 }), custom({ click: 2 })];
  for (const each of clicks) {
    holding.send(each, undefined);
  }
  assert.equal(holding.isHolding, true);
  const { sent, comm } = python();
  holding.connect(comm);
  holding.deliver();
  assert.deepEqual(sent, clicks);
  assert.equal(holding.isHolding, false);
});
