import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingChanges } from '../src/pending-changes.ts';

interface File {
  content: number;
}
test('what was made and removed leaves no trace, and what was written often is one change', () => {
  const pending = new PendingChanges<File>();
  const [journal, database] = [{ content: 1 }, { content: 2 }];
  for (let transaction = 0; transaction < 100; transaction += 1) {
    pending.add('write', journal, 'journal');
    pending.add('write', database, 'database');
    pending.forget(journal);
  }
  const taken = pending.take(
    () => true,
    () => '',
  );
  assert.deepEqual(taken, [{ type: 'write', node: database, path: 'database' }]);
});
