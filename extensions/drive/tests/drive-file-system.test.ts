import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change, Entry, Failure } from '../src/changes.ts';
import { DriveFileSystem } from '../src/drive-file-system.ts';
import { ERROR, FILE_MODE, type FileSystemNode } from '../src/emscripten.ts';
import { type DriveSink, type DriveSource, NoSuchFile } from '../src/ends.ts';
import { ErrnoError, makeFileSystem, WritingStream } from './memory-file-system.ts';

/** What several kernels share. */
class Storage {
  readonly files = new Map<string, { content: Uint8Array | null; modified: number }>();

  write(path: string, text: string, modified: number): void {
    this.files.set(path, { content: new TextEncoder().encode(text), modified });
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path)?.content ?? undefined);
  }

  list(folder: string): Entry[] | null {
    if (folder !== '' && !this.files.has(folder)) {
      return null;
    }
    const prefix = folder === '' ? '' : `${folder}/`;
    return [...this.files]
      .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map(([path, { content, modified }]) => ({
        name: path.slice(prefix.length),
        isFolder: content === null,
        size: content?.length ?? 0,
        modified,
        isPublished: false,
      }));
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'write') {
        this.files.set(change.path, { content: change.content.slice(), modified: change.modified });
      } else if (change.type === 'folder') {
        this.files.set(change.path, { content: null, modified: change.modified });
      } else {
        const file = this.files.get(change.path);
        this.files.delete(change.path);
        if (change.type === 'rename' && file !== undefined) {
          this.files.set(change.to, file);
        }
      }
    }
  }
}

/** A program on a drive: what Emscripten calls for it. */
class Program {
  readonly drive: DriveFileSystem;
  readonly root: FileSystemNode;

  constructor(storage: Storage) {
    let steps = 0;
    const source: DriveSource = {
      list: (path) => storage.list(path),
      read: (path) => storage.files.get(path)?.content?.slice() ?? new Uint8Array(0),
    };
    const sink: DriveSink = {
      store: (changes) => {
        storage.apply(changes);
        steps += 1;
        return steps;
      },
      wait: () => new Map<number, readonly Failure[]>([[steps, []]]),
    };
    this.drive = new DriveFileSystem({
      fileSystem: makeFileSystem(),
      source,
      sink,
      thread: { last: 0 },
      memory: null,
    });
    this.root = this.drive.mount();
  }

  names(folder: FileSystemNode = this.root): string[] {
    return (folder.node_ops.readdir?.(folder) ?? []).filter((name) => !name.startsWith('.')).sort();
  }

  look(name: string, folder: FileSystemNode = this.root): FileSystemNode {
    const node = folder.node_ops.lookup?.(folder, name);
    assert.ok(node);
    return node;
  }

  write(name: string, text: string): FileSystemNode {
    const node = this.root.node_ops.mknod?.(this.root, name, FILE_MODE, 0);
    assert.ok(node);
    const stream = new WritingStream(node);
    const content = new TextEncoder().encode(text);
    node.stream_ops.open?.(stream);
    node.stream_ops.write?.(stream, content, 0, content.length, 0);
    node.stream_ops.close?.(stream);
    return node;
  }

  /** Storage must be told of it before the drive asks what is there, which it does at the next opening. */
  renameWhatIsStored(): void {
    const draft = this.write('draft.txt', 'x');
    void this.drive.settle();
    this.root.node_ops.rename?.(draft, this.root, 'replaced.txt');
    this.drive.noteChanges(null);
  }
}

function isError(name: keyof typeof ERROR): (error: unknown) => boolean {
  return (error) => error instanceof ErrnoError && error.errno === ERROR[name];
}

test("a folder with another kernel's database can be listed again when that has changed", () => {
  const storage = new Storage();
  const reader = new Program(storage);
  for (const modified of [1, 2]) {
    storage.write('diary.db', `SQLite format 3\0 ${modified}`, modified);
    storage.write('diary.db-wal', 'frames', modified);
    storage.write('diary.db-journal', 'pages', modified);
    reader.drive.noteChanges(null);
    assert.deepEqual(reader.names(), ['diary.db', 'diary.db-journal', 'diary.db-wal']);
  }
});

test('a fault of the drive is an error of the disk to the program', (context) => {
  context.mock.method(console, 'error', () => undefined);
  const storage = new Storage();
  const program = new Program(storage);
  storage.list = () => [null as unknown as Entry];
  assert.throws(() => program.names(), isError('EIO'));
});

test('a date that no calendar has becomes the last that one has, and the file is stored', () => {
  const storage = new Storage();
  const program = new Program(storage);
  const file = program.write('late.txt', 'x');
  file.node_ops.setattr?.(file, { atime: 1.7e21, mtime: 1.7e21 });
  void program.drive.settle();
  const { modified } = storage.files.get('late.txt') ?? { modified: 0 };
  assert.equal(new Date(modified).toISOString(), '+275760-09-13T00:00:00.000Z');
  const { mtime } = file.node_ops.getattr?.(file) as { mtime: Date };
  assert.equal(mtime.getTime(), modified);
});

test('a folder that others have removed is gone, and so is what was in it', () => {
  const storage = new Storage();
  storage.files.set('data', { content: null, modified: 1 });
  storage.write('data/a.txt', 'a', 1);
  const program = new Program(storage);
  const data = program.look('data');
  assert.deepEqual(program.names(data), ['a.txt']);
  storage.files.clear();
  program.drive.noteChanges(['data']);
  assert.throws(() => program.names(data), isError('ENOENT'));
  assert.throws(() => program.look('data'), isError('ENOENT'));
  assert.deepEqual(program.names(), []);
});

test('a file that is emptied to be written anew is stored when it has its new content, and not before', () => {
  const storage = new Storage();
  const program = new Program(storage);
  const whole = program.write('whole.txt', 'the old one');
  program.renameWhatIsStored();
  const stream = new WritingStream(whole);
  whole.node_ops.setattr?.(whole, { size: 0 });
  whole.stream_ops.open?.(stream);
  assert.equal(storage.text('whole.txt'), 'the old one');
  assert.equal(storage.text('replaced.txt'), 'x');
  const content = new TextEncoder().encode('the new one');
  whole.stream_ops.write?.(stream, content, 0, content.length, 0);
  whole.stream_ops.close?.(stream);
  void program.drive.settle();
  assert.equal(storage.text('whole.txt'), 'the new one');
});

test('a file that is made by its opening is stored when it is closed', () => {
  const storage = new Storage();
  const program = new Program(storage);
  program.renameWhatIsStored();
  const node = program.root.node_ops.mknod?.(program.root, 'new.txt', FILE_MODE, 0);
  assert.ok(node);
  node.stream_ops.open?.(new WritingStream(node));
  assert.deepEqual([...storage.files.keys()], ['replaced.txt']);
});

test('a file that a program writes for long is stored when it is closed', (context) => {
  let time = 0;
  context.mock.method(performance, 'now', () => time);
  const storage = new Storage();
  const program = new Program(storage);
  const whole = program.write('whole.txt', 'the old one');
  void program.drive.settle();
  const stream = new WritingStream(whole);
  whole.stream_ops.open?.(stream);
  const content = new TextEncoder().encode('the new');
  whole.stream_ops.write?.(stream, content, 0, content.length, 0);
  time = 1000;
  program.drive.noteBusy();
  assert.equal(storage.text('whole.txt'), 'the old one');
  time = 2000;
  whole.stream_ops.close?.(stream);
  assert.equal(storage.text('whole.txt'), 'the new');
});

test('a file whose size nobody has told is read when a program asks for its size', () => {
  const read: string[] = [];
  const source: DriveSource = {
    list: () =>
      ['here.txt', 'gone.txt'].map((name) => ({
        name,
        isFolder: false,
        size: null,
        modified: 1,
        isPublished: true,
      })),
    read: (path) => {
      read.push(path);
      if (path === 'gone.txt') {
        throw new NoSuchFile(path);
      }
      return new Uint8Array(3);
    },
  };
  const drive = new DriveFileSystem({
    fileSystem: makeFileSystem(),
    source,
    sink: null,
    thread: { last: Infinity },
    memory: null,
  });
  const root = drive.mount();
  const look = (name: string): FileSystemNode => {
    const node = root.node_ops.lookup?.(root, name);
    assert.ok(node);
    return node;
  };
  const [here, gone] = [look('here.txt'), look('gone.txt')];
  assert.deepEqual(read, []);
  assert.equal((here.node_ops.getattr?.(here) as { size: number }).size, 3);
  assert.throws(() => gone.node_ops.getattr?.(gone), isError('ENOENT'));
  assert.ok(drive.isLoaded('here.txt'));
  assert.ok(!drive.isLoaded('gone.txt'));
  drive.addEntries('', [{ name: 'later.txt', isFolder: false, size: 5, modified: 1, isPublished: true }]);
  assert.equal((look('later.txt').node_ops.getattr?.(look('later.txt')) as { size: number }).size, 5);
});

test('a file that cannot be opened to be written anew keeps its content', (context) => {
  context.mock.method(console, 'error', () => undefined);
  const storage = new Storage();
  const program = new Program(storage);
  const whole = program.write('whole.txt', 'the old one');
  void program.drive.settle();
  program.names();
  program.drive.noteChanges(null);
  const silent = context.mock.method(storage, 'list', () => {
    throw new Error('nobody answers');
  });
  assert.throws(() => {
    whole.node_ops.setattr?.(whole, { size: 0 });
  }, isError('EIO'));
  silent.mock.restore();
  void program.drive.settle();
  assert.equal(storage.text('whole.txt'), 'the old one');
});
