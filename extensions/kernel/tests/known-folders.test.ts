import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attributes, KnownFolders } from '../src/worker/known-folders.ts';

const ATTRIBUTES = { mtime: new Date(0) } as Attributes;

test("while code keeps the thread, a folder's date is believed longer than what is in it", (context) => {
  context.mock.method(performance, 'now', () => now);
  const thread = { last: 0 };
  const known = new KnownFolders(thread);
  let now = 0;
  known.keepEntries('/drive', [['a.txt', 1]]);
  known.keepAttributes('/drive', ATTRIBUTES);
  now = 999;
  assert.deepEqual([known.names('/drive'), known.mode('/drive', 'a.txt')], [['a.txt'], 1]);
  now = 1000;
  assert.deepEqual([known.names('/drive'), known.mode('/drive', 'a.txt')], [null, null]);
  assert.notEqual(known.attributes('/drive'), null);
  now = 10_000;
  assert.equal(known.attributes('/drive'), null);
  now = 1000;
  thread.last = 900;
  assert.deepEqual(known.names('/drive'), ['a.txt']);
});

test('a change is a later date, and leaves nothing to be believed', () => {
  const known = new KnownFolders({ last: performance.now() });
  const before = known.keepAttributes('/drive', ATTRIBUTES);
  known.keepNames('/drive', ['.', '..', 'a.txt']);
  known.forget();
  assert.deepEqual([known.attributes('/drive'), known.names('/drive')], [null, null]);
  const after = known.keepAttributes('/drive', ATTRIBUTES);
  assert.ok(new Date(after.mtime) > new Date(before.mtime));
});
