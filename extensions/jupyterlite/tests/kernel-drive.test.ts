import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentChange } from '@lite-build/drive/changes';
import { contentOf } from '../src/drive/drive-files.ts';
import type { DriveFiles, Stored } from '../src/drive/drive-files.ts';
import { KernelDrive } from '../src/drive/kernel-drive.ts';

const CHANGES: readonly SentChange[] = [{ type: 'remove', path: 'a' }];

test('a question waits for the steps before it, also for one that comes later than the question', async () => {
  const done: string[] = [];
  const files: DriveFiles = {
    list: () => {
      done.push('listed');
      return Promise.resolve([]);
    },
    read: () => Promise.resolve(null),
    store: async (): Promise<Stored> => {
      await Promise.resolve();
      done.push('stored');
      return { failures: [], overwritten: [], announce: () => done.push('announced') };
    },
  };
  const drive = new KernelDrive(files, {
    stored: (step) => done.push(`told of ${step}`),
    changing: (announce) => {
      announce();
    },
    overwritten: () => undefined,
  });
  const listing = drive.answer({ type: 'drive-list', drive: '', path: '', after: 2 });
  drive.store(1, CHANGES);
  drive.store(2, CHANGES);
  await listing;
  const step = (number: number): string[] => ['stored', `told of ${number}`, 'announced'];
  assert.deepEqual(done, [...step(1), ...step(2), 'listed']);
});

test('whatever a drive throws is what failed, and the next step goes on', async () => {
  const files: DriveFiles = {
    list: () => Promise.resolve(null),
    read: () => Promise.resolve(null),
    store: () => Promise.reject(new Error('gone')),
  };
  const listener = { stored: () => undefined, changing: () => undefined, overwritten: () => undefined };
  const drive = new KernelDrive(files, listener);
  drive.store(1, CHANGES);
  drive.store(2, CHANGES);
  const failed = await drive.answer({ type: 'drive-wait', drive: '', after: 1, through: 2 });
  assert.deepEqual(failed, [[2, [{ path: 'a', reason: 'failed', message: 'Error: gone' }]]]);
});

test('a content is bytes in base64, or the text that JupyterLab has', () => {
  const model = (format: string, content: unknown): Parameters<typeof contentOf>[0] =>
    ({ format, content }) as Parameters<typeof contentOf>[0];
  assert.deepEqual(contentOf(model('base64', 'AA==')), { isBase64: true, text: 'AA==' });
  assert.deepEqual(contentOf(model('json', { a: 1 })), { isBase64: false, text: '{"a":1}' });
  assert.deepEqual(contentOf(model('text', 'grün')), { isBase64: false, text: 'grün' });
  assert.deepEqual(contentOf(model('text', null)), { isBase64: false, text: '' });
});
