import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { KernelOptions, KeptFiles, PageMessage, WorkerMessage } from '@lite-build/messages';
import type { WorkerListener } from '../src/host/kernel-worker.ts';
import { PythonStarter, type StarterOptions } from '../src/host/python-starter.ts';

/** A worker that does nothing by itself. */
class SilentWorker extends EventTarget {
  postMessage(message: PageMessage, transfer: Transferable[] = []): void {
    this.heard.push(structuredClone(message, { transfer }));
    this.dispatchEvent(new Event('heard'));
  }

  async hears<Type extends PageMessage['type']>(type: Type): Promise<PageMessage & { type: Type }> {
    for (;;) {
      const found = this.heard.find(
        (message): message is PageMessage & { type: Type } => message.type === type,
      );
      if (found !== undefined) {
        return found;
      }
      await once(this, 'heard');
    }
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: WorkerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }

  readonly heard: PageMessage[] = [];
  isTerminated = false;
}

const OPTIONS = { kernelId: 'kernel' } as KernelOptions;
const LISTENER = {} as WorkerListener;
const NO_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const KEPT: KeptFiles = {
  archive: new Blob(['archive']),
  snapshot: new Blob([gzipSync('snapshot')]),
  snapshotSize: 'snapshot'.length,
  compiled: new WebAssembly.Module(NO_MODULE),
  catalogued: null,
  later: new Map(),
};

function starterWithWorkers(): { starter: PythonStarter; workers: SilentWorker[] } {
  const workers: SilentWorker[] = [];
  const startWorker = (): Worker => {
    const worker = new SilentWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const preparation = {} as StarterOptions['preparation'];
  return { starter: new PythonStarter({ startWorker, preparation }), workers };
}

function start(starter: PythonStarter, signal = new AbortController().signal, reasons: string[] = []) {
  return starter.start(OPTIONS, LISTENER, signal, (reason) => reasons.push(reason));
}

test('what a prepared worker leaves, each later one is prepared with, though no kernel was asked for yet', async () => {
  const { starter, workers } = starterWithWorkers();
  starter.prepare();
  workers[0]?.say({ type: 'keep', kept: KEPT });
  workers[0]?.say({ type: 'keep-later', url: 'part', file: new Blob(['late']) });
  const first = start(starter);
  workers[0]?.say({ type: 'started', pythonVersion: '3.14', life: null });
  assert.equal((await first).isRestored, true);
  const ending = new AbortController();
  const others = [start(starter, ending.signal), start(starter, ending.signal)];
  for (const worker of workers.slice(1)) {
    const snapshot = await worker.hears('snapshot');
    assert.equal('pieces' in snapshot && Buffer.concat(snapshot.pieces).toString(), 'snapshot');
    const [message] = worker.heard;
    assert.equal(message?.type, 'prepare');
    const { kept } = message.preparation;
    assert.equal(await kept?.archive.text(), 'archive');
    assert.deepEqual([...(kept?.later.keys() ?? [])], ['part']);
  }
  ending.abort();
  await Promise.all(others.map((other) => assert.rejects(other, { name: 'AbortError' })));
});

test('a worker is told where what is kept of the snapshot cannot be had any more', async () => {
  const { starter, workers } = starterWithWorkers();
  starter.prepare();
  workers[0]?.say({ type: 'keep', kept: { ...KEPT, snapshot: new Blob(['no gzip']) } });
  const reasons: string[] = [];
  const first = start(starter);
  workers[0]?.say({ type: 'started', pythonVersion: '3.14', life: null });
  await first;
  const second = start(starter, undefined, reasons);
  const told = await workers[1]?.hears('snapshot');
  assert.ok(told !== undefined && 'reason' in told);
  workers[1]?.say({ type: 'boot-failed', reason: told.reason });
  await new Promise(setImmediate);
  workers[2]?.say({ type: 'started', pythonVersion: '3.14', life: null });
  assert.equal((await second).isRestored, false);
  assert.deepEqual(reasons, [told.reason]);
});

test('starts that come together wait for what the first one fetches, or for its end', async () => {
  for (const isKept of [true, false]) {
    const { starter, workers } = starterWithWorkers();
    const ending = new AbortController();
    const reasons: string[] = [];
    const starts = [start(starter, undefined, reasons), start(starter, ending.signal), start(starter)];
    assert.equal(workers.length, 1);
    ending.abort();
    await assert.rejects(starts[1] ?? Promise.resolve(), { name: 'AbortError' });
    assert.equal(workers.length, 1);
    workers[0]?.say(
      isKept ? { type: 'keep', kept: KEPT } : { type: 'boot-failed', reason: 'there is no snapshot' },
    );
    await new Promise(setImmediate);
    const first = workers.slice(1).map(({ heard }) => heard[0]?.type);
    assert.deepEqual(first, isKept ? ['prepare'] : ['start', 'start']);
    assert.deepEqual(reasons, isKept ? [] : ['there is no snapshot']);
    for (const worker of workers) {
      worker.say({ type: 'started', pythonVersion: '3.14', life: null });
    }
    const started = await Promise.all([starts[0], starts[2]]);
    assert.deepEqual(
      started.map((each) => each?.isRestored),
      [isKept, isKept],
    );
  }
});

test('a start that is ended while it goes on says so at once, and no other worker is started', async () => {
  const { starter, workers } = starterWithWorkers();
  const ending = new AbortController();
  const reasons: string[] = [];
  const starting = start(starter, ending.signal, reasons);
  ending.abort();
  await assert.rejects(starting, { name: 'AbortError' });
  assert.deepEqual([workers.length, workers[0]?.isTerminated, reasons], [1, true, []]);
});

test('a prepared worker that falls silent is given up for one that starts with nothing', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { starter, workers } = starterWithWorkers();
  const reasons: string[] = [];
  const starting = start(starter, undefined, reasons);
  context.mock.timers.tick(20_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(reasons, ['nothing was heard of it for 20 seconds']);
  assert.deepEqual(
    workers[1]?.heard.map(({ type }) => type),
    ['start'],
  );
  workers[1].say({ type: 'started', pythonVersion: '3.14', life: null });
  assert.equal((await starting).isRestored, false);
  assert.equal(workers[0]?.isTerminated, true);
});
