import type { Change } from './changes.ts';
import { contentOf, type FileNode, joined } from './nodes.ts';
import { databaseOf, isDatabase, missingCompanions, writeAheadLogOf } from './sqlite.ts';

/**
 * Whether a file may be stored as it is while a program runs: nobody writes it, or its writer has said so. A database
 * is whole at any time, with the files that belong to it.
 */
export function isWhole(file: FileNode): boolean {
  const database = databaseOf(file) ?? file;
  return database.drive.writers === 0
    ? file.drive.writers === 0
    : file.drive.isSynced || isDatabase(database);
}

/** Whether a database goes with its journal, which storage needs for what was committed before. */
export function hasCommits(file: FileNode): boolean {
  return (databaseOf(file) ?? file).drive.hasCommits;
}

/** What must be stored in the same step as these, so that databases fit what belongs to them. */
export function belongingTo(files: ReadonlySet<FileNode>): Set<FileNode> {
  const more = new Set<FileNode>();
  for (const file of files) {
    const database = databaseOf(file) ?? file;
    const log = isDatabase(database) ? writeAheadLogOf(database) : null;
    for (const each of log === null ? [] : [database, log]) {
      if (!files.has(each) && each.drive.isLoaded) {
        more.add(each);
      }
    }
  }
  return more;
}

/** What there is to store of a file, which counts as stored from now on. */
export function writeOf(file: FileNode, path: string): Change {
  const { drive: state } = file;
  const base = state.known?.modified ?? null;
  const size = file.usedBytes;
  const modified = Math.trunc(file.mtime);
  const without = isDatabase(file) ? missingCompanions(file).map((name) => joined(file.parent, name)) : [];
  state.known = { size, modified };
  state.origin = 'storage';
  state.isOverStored = false;
  state.isSynced = false;
  state.hasCommits = false;
  state.stepsUnderWay += 1;
  return { type: 'write', path, content: contentOf(file), size, modified, base, without };
}
