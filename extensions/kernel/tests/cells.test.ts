import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KernelMessage } from '@jupyterlab/services';
import { Cells } from '../src/plugin/cells.ts';

const cell = (id: string): KernelMessage.IExecuteRequestMsg =>
  ({ header: { msg_id: id, session: 'page' }, content: { code: id } }) as KernelMessage.IExecuteRequestMsg;

function cellsOfAKernelThatStarts(): {
  cells: Cells;
  started: () => Promise<void>;
  executed: string[];
  replies: string[];
} {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const executed: string[] = [];
  const replies: string[] = [];
  const cells = new Cells({
    running: { request: null },
    ready: () => promise,
    execute: ({ header }) => {
      executed.push(header.msg_id);
      return Promise.resolve();
    },
    send: ({ header, content }) => {
      if (header.msg_type === 'execute_reply') {
        replies.push((content as KernelMessage.IExecuteReplyMsg['content']).status);
      }
    },
  });
  const started = async (): Promise<void> => {
    resolve(undefined);
    await new Promise((next) => setImmediate(next));
  };
  return { cells, started, executed, replies };
}

test('an interruption lets go of the cells that wait for Python, and of no later one', async () => {
  const { cells, started, executed, replies } = cellsOfAKernelThatStarts();
  cells.add(cell('first'));
  cells.add(cell('second'));
  cells.interruptWaiting();
  cells.add(cell('third'));
  await started();
  assert.deepEqual([replies, executed], [['aborted', 'aborted'], ['third']]);
});

test('of cells that wait for a kernel which ends, nothing is executed and nothing said', async () => {
  const { cells, started, executed, replies } = cellsOfAKernelThatStarts();
  cells.add(cell('first'));
  cells.add(cell('second'));
  cells.clear();
  await started();
  assert.deepEqual([replies, executed], [[], []]);
});
