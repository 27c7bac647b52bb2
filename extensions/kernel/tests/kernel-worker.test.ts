import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelWorker } from '../src/host/kernel-worker.ts';

/** A worker that never answers. */
class MuteWorker extends EventTarget {
  postMessage(): void {
    this.heard += 1;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  heard = 0;
  isTerminated = false;
}

const KEEPER = { keep: () => undefined, keepLater: () => undefined };
const CODE = { code: 'pri', cursor_pos: 3 };

test('what was asked of a Python that is ended has no answer, and who has asked hears so', async () => {
  const mute = new MuteWorker();
  const worker = new KernelWorker(mute as unknown as Worker, KEEPER);
  const asked = [
    worker.call('complete', CODE, undefined),
    worker.call('inspect', { ...CODE, detail_level: 0 }, undefined),
    worker.call('isComplete', { code: 'x' }, undefined),
  ];
  const cell = worker.call('execute', { code: 'x' }, undefined);
  worker.terminate();
  for (const answer of asked) {
    await assert.rejects(answer, /its worker was ended/);
  }
  // Whoever ends it says so of cells.
  assert.equal(await Promise.race([cell, Promise.resolve('waits')]), 'waits');
  assert.deepEqual([mute.heard, mute.isTerminated], [4, true]);
});
