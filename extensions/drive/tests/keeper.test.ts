import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change, Failure } from '../src/changes.ts';
import type { DriveSink } from '../src/ends.ts';
import { Keeper } from '../src/keeper.ts';
import { type FileNode, type FolderNode, newFile, newFolder } from '../src/nodes.ts';

const DATABASE = 'SQLite format 3\0 and pages';

/** What a kernel's page does: it stores when it is waited for. */
class Sink implements DriveSink {
  readonly steps: (readonly Change[])[] = [];
  failing: readonly string[] = [];

  store(changes: readonly Change[]): number {
    this.steps.push(changes);
    return this.steps.length;
  }

  wait(): ReadonlyMap<number, readonly Failure[]> {
    return new Map(this.steps.map((_, index) => [index + 1, this.failuresOf(index)]));
  }

  failuresOf(index: number): Failure[] {
    return (this.steps[index] ?? [])
      .filter(({ path }) => this.failing.includes(path))
      .map(({ path }) => ({ path, reason: 'full', message: '' }));
  }

  /** What was told last, in short. */
  get last(): string[] {
    return (this.steps.at(-1) ?? []).map(({ type, path }) => `${type} ${path}`).sort();
  }
}

function makeFolder(): FolderNode {
  const folder = { name: '/', contents: {}, drive: newFolder(false) } as unknown as FolderNode;
  folder.parent = folder;
  return folder;
}

function makeFile(parent: FolderNode, name: string, text: string): FileNode {
  const contents = new TextEncoder().encode(text);
  const dates = { atime: 0, mtime: 0, ctime: 0 };
  const file = { name, parent, contents, usedBytes: contents.length, drive: newFile(), ...dates };
  parent.contents[name] = file as unknown as FileNode;
  return parent.contents[name] as FileNode;
}

let clock = 0;
Reflect.set(performance, 'now', () => clock);

/** Let so much time pass that a program waits for storage again. */
function passTime(): void {
  clock += 1_000_000;
}

/** A keeper whose program has run for long enough to wait for storage. */
function makeKeeper(): { keeper: Keeper; sink: Sink; folder: FolderNode } {
  const sink = new Sink();
  const keeper = new Keeper(sink);
  passTime();
  return { keeper, sink, folder: makeFolder() };
}

/** Do to a storage what it is told. */
function apply(storage: Map<string, string>, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.type === 'write') {
      storage.set(change.path, new TextDecoder().decode(change.content));
    } else if (change.type === 'remove') {
      storage.delete(change.path);
    } else if (change.type === 'rename') {
      const content = storage.get(change.path);
      if (content !== undefined) {
        storage.set(change.to, content);
        storage.delete(change.path);
      }
    }
  }
}

/** Numbers that look like chance, and are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % below;
  };
}

/** Write, rename over, remove and store by chance; gives what the program and what storage has in the end. */
async function runByChance(seed: number): Promise<[program: unknown, storage: unknown]> {
  const chance = numbers(seed);
  const { keeper, sink, folder } = makeKeeper();
  const storage = new Map<string, string>();
  const noteSteps = (): void => {
    for (const [index, step] of sink.steps.splice(0).entries()) {
      apply(storage, step);
      keeper.stored(index + 1, []);
    }
  };
  for (let step = 0; step < 150; step += 1) {
    const name = `file ${chance(4)}`;
    const present = folder.contents[name] as FileNode | undefined;
    const action = chance(5);
    if (action <= 1) {
      const file = present ?? makeFile(folder, name, '');
      file.contents = new TextEncoder().encode(String(step));
      file.usedBytes = file.contents.length;
      file.drive.writers = chance(2);
      keeper.noteWrite(file);
    } else if (action === 2 && present !== undefined) {
      Reflect.deleteProperty(folder.contents, name);
      keeper.noteRemoval(present, name);
      present.drive.isUnlinked = true;
    } else if (action === 3 && present !== undefined) {
      const newName = `file ${chance(4)}`;
      const replaced = folder.contents[newName];
      if (replaced !== present) {
        Reflect.deleteProperty(folder.contents, name);
        folder.contents[newName] = present;
        present.name = newName;
        keeper.noteFileRename(present, name, replaced);
        if (replaced !== undefined) {
          replaced.drive.isUnlinked = true;
        }
      }
    } else if (present !== undefined) {
      passTime();
      keeper.storeNow(present);
      noteSteps();
    }
  }
  const settled = keeper.settle();
  noteSteps();
  await settled;
  const files = Object.values(folder.contents) as FileNode[];
  const program = files.map((file) => [file.name, new TextDecoder().decode(file.contents)]);
  return [Object.fromEntries(program), Object.fromEntries(storage)];
}

test('storage has what the program has, whatever it did and whenever that was stored', async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const [program, storage] = await runByChance(seed);
    assert.deepEqual(storage, program, `with seed ${seed}`);
  }
});

test('a file that is still written is not stored before the cell has ended', async () => {
  const { keeper, sink, folder } = makeKeeper();
  const [open, closed] = [makeFile(folder, 'open.txt', 'half'), makeFile(folder, 'closed.txt', 'whole')];
  open.drive.writers = 1;
  keeper.noteWrite(open);
  keeper.noteWrite(closed);
  assert.deepEqual(keeper.storeNow(closed), []);
  assert.deepEqual(sink.last, ['write closed.txt']);
  keeper.stored(1, []);
  const settled = keeper.settle();
  assert.deepEqual(sink.last, ['write open.txt']);
  keeper.stored(2, []);
  assert.deepEqual(await settled, []);
  assert.equal(keeper.isAhead(open), false);
});

test('what was written is stored while the program goes on without writing', () => {
  const { keeper, sink, folder } = makeKeeper();
  const [first, second] = [makeFile(folder, 'first', '1'), makeFile(folder, 'second', '2')];
  for (const file of [first, second]) {
    keeper.noteWrite(file);
    keeper.storeNow(file);
  }
  keeper.storeInPassing();
  assert.deepEqual(sink.last, ['write first']);
  passTime();
  keeper.storeInPassing();
  assert.deepEqual(sink.last, ['write second']);
});

test('a database is stored with what belongs to it, also while it is open', () => {
  const { keeper, sink, folder } = makeKeeper();
  const database = makeFile(folder, 'diary.db', DATABASE);
  const log = makeFile(folder, 'diary.db-wal', 'frames');
  const beside = makeFile(folder, 'draft.txt', 'half');
  for (const file of [database, log, beside]) {
    file.drive.streams = file.drive.writers = 1;
    keeper.noteWrite(file);
  }
  keeper.storeNow(log);
  assert.deepEqual(sink.last, ['write diary.db', 'write diary.db-wal']);
  const [write] = sink.steps[0] ?? [];
  assert.deepEqual(write?.type === 'write' ? write.without : null, ['diary.db-journal']);
});

test('a database is not stored before the transaction that changes it has ended', () => {
  const { keeper, sink, folder } = makeKeeper();
  const database = makeFile(folder, 'diary.db', DATABASE);
  const journal = makeFile(folder, 'diary.db-journal', '');
  journal.contents = new Uint8Array([0xd9, 0xd5, 0x05, 0xf9]);
  journal.usedBytes = 4;
  for (const file of [database, journal]) {
    file.drive.streams = file.drive.writers = 1;
    keeper.noteWrite(file);
  }
  void keeper.settle();
  assert.deepEqual(sink.steps, []);
  journal.drive.streams = journal.drive.writers = 0;
  keeper.storeNow(journal);
  assert.deepEqual(sink.steps, [], 'a journal is closed before its transaction has ended');
  Reflect.deleteProperty(folder.contents, journal.name);
  keeper.noteRemoval(journal, journal.name);
  journal.drive.isUnlinked = true;
  void keeper.settle();
  assert.deepEqual(sink.last, ['write diary.db']);
});

test('what was committed before a transaction that stays open is stored, with the journal that gives it', () => {
  const { keeper, sink, folder } = makeKeeper();
  const database = makeFile(folder, 'diary.db', DATABASE);
  keeper.noteWrite(database);
  const journal = makeFile(folder, 'diary.db-journal', '');
  journal.drive.streams = journal.drive.writers = 1;
  keeper.noteWrite(journal);
  journal.contents = new Uint8Array([0xd9, 0xd5, 0x05, 0xf9]);
  journal.usedBytes = 4;
  keeper.noteWrite(journal);
  keeper.noteWrite(database);
  void keeper.settle();
  assert.deepEqual(sink.last, ['write diary.db', 'write diary.db-journal']);
  keeper.noteWrite(database);
  void keeper.settle();
  assert.equal(sink.steps.length, 1);
});

test("a database's log never goes without the database, and shared memory never goes", async () => {
  const { keeper, sink, folder } = makeKeeper();
  const database = makeFile(folder, 'diary.db', DATABASE);
  const log = makeFile(folder, 'diary.db-wal', 'frames');
  keeper.noteWrite(database);
  const first = keeper.settle();
  keeper.stored(1, []);
  await first;
  keeper.noteWrite(log);
  keeper.noteWrite(makeFile(folder, 'diary.db-shm', 'index'));
  void keeper.settle();
  assert.deepEqual(sink.last, ['write diary.db', 'write diary.db-wal']);
});

test('what could not be stored is told once, and tried again with the next change', async () => {
  const { keeper, sink, folder } = makeKeeper();
  const [large, small] = [makeFile(folder, 'large', 'x'), makeFile(folder, 'small', 'y')];
  sink.failing = ['large'];
  keeper.noteWrite(large);
  const told = keeper.settle();
  keeper.stored(1, sink.failuresOf(0));
  assert.deepEqual(
    (await told).map(({ path }) => path),
    ['large'],
  );
  assert.ok(keeper.isAhead(large));
  keeper.noteWrite(small);
  const again = keeper.settle();
  assert.deepEqual(sink.last, ['write large', 'write small']);
  keeper.stored(2, sink.failuresOf(1));
  assert.deepEqual(await again, []);
  sink.failing = [];
  keeper.noteRemoval(small, 'small');
  const freed = keeper.settle();
  keeper.stored(3, []);
  assert.deepEqual([await freed, keeper.isAhead(large)], [[], false]);
});
