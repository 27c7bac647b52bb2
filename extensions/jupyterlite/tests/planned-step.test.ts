import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnModel } from '../src/versions/origin.ts';
import { inseparable, type Planned } from '../src/drive/planned-step.ts';

function written(path: string): [string, Planned] {
  return [path, { model: { path } as unknown as OwnModel, path }];
}

function removed(path: string, movedTo?: string): [string, Planned] {
  return [path, movedTo === undefined ? { model: null, path } : { model: null, path, movedTo }];
}

function partsOf(...step: [string, Planned][]): string[][] {
  return inseparable(new Map(step)).map((part) => part.map(([path]) => path));
}

test('a database is never without the files that belong to it', () => {
  assert.deepEqual(
    partsOf(written('a/diary.db'), written('notes.txt'), removed('a/diary.db-journal'), removed('old.txt')),
    [['old.txt'], ['a/diary.db', 'a/diary.db-journal'], ['notes.txt']],
  );
});

test('what is moved goes from one place to the other at once', () => {
  assert.deepEqual(
    partsOf(
      removed('a.txt', 'b.txt'),
      written('c.txt'),
      written('b.txt'),
      removed('x.db-wal', 'y.db-wal'),
      written('y.db'),
    ),
    [['b.txt', 'a.txt'], ['c.txt'], ['y.db', 'x.db-wal']],
  );
});
