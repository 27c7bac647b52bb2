import { contentOf, entryOf, type FileNode, type FolderNode, isFile, isFolder } from './nodes.ts';

/**
 * SQLite's databases: files that belong together. One of them alone, from another moment than the rest, would be taken
 * for what a crash has left, and be worked into a database that it does not fit.
 *
 * Source: <https://www.sqlite.org/tempfiles.html>, <https://www.sqlite.org/fileformat2.html>.
 */
const MAGIC = 'SQLite format 3\0';
/** Of what another process would read while this one runs: nothing that is kept. */
const SHARED_MEMORY = '-shm';
const WRITE_AHEAD_LOG = '-wal';
const JOURNAL = '-journal';
const COMPANIONS = [JOURNAL, WRITE_AHEAD_LOG] as const;
/** The first byte of a journal that a transaction needs; it is another while the database is as it was. */
const JOURNAL_IN_USE = 0xd9;

/** Whether a file is a database. */
export function isDatabase(file: FileNode): boolean {
  if (!file.drive.isLoaded) {
    return false;
  }
  const content = contentOf(file);
  return (
    content.length > MAGIC.length &&
    Array.from(MAGIC).every((character, index) => content[index] === character.charCodeAt(0))
  );
}

/** The database, or what is to be one, that a file belongs to by its name; null for any other file. */
export function databaseOf(file: FileNode): FileNode | null {
  const suffix = [...COMPANIONS, SHARED_MEMORY].find((each) => file.name.endsWith(each));
  const owner =
    suffix !== undefined && isFolder(file.parent)
      ? entryOf(file.parent, file.name.slice(0, -suffix.length))
      : undefined;
  return isFile(owner) && (owner.usedBytes === 0 || isDatabase(owner)) ? owner : null;
}

/** Whether a file is of use to the process alone that made it. */
export function isOfThisProcess(file: FileNode): boolean {
  return file.name.endsWith(SHARED_MEMORY) && databaseOf(file) !== null;
}

/** The database's log of what was written, where it has one. */
export function writeAheadLogOf(database: FileNode): FileNode | null {
  const log = sibling(database, WRITE_AHEAD_LOG);
  return isFile(log) ? log : null;
}

/** What a program's connections to a database share in memory; null where there is nothing. */
export function sharedMemoryOf(database: FileNode): FileNode | null {
  const index = sibling(database, SHARED_MEMORY);
  return isFile(index) ? index : null;
}

/** Whether a file is the write-ahead log of a database, and a program has it open. */
export function isOpenLog(file: FileNode): boolean {
  const database = databaseOf(file);
  return file.drive.streams > 0 && database !== null && writeAheadLogOf(database) === file;
}

/** The names of files that would belong to a database, and that are not there. */
export function missingCompanions(database: FileNode): string[] {
  return COMPANIONS.filter((suffix) => sibling(database, suffix) === undefined).map(
    (suffix) => database.name + suffix,
  );
}

/** Whether a program has a file open together with others which no longer fit it where only one changes. */
export function isHeldTogether(file: FileNode): boolean {
  const database = databaseOf(file) ?? file;
  return COMPANIONS.map((suffix) => sibling(database, suffix)).some(
    (companion) => isFile(companion) && companion.drive.streams > 0,
  );
}

/**
 * Whether a file is a database that a transaction has changed in part, or a journal that such a one needs.
 *
 * @param isIdle whether no program runs, which might be about to end a transaction: the journal is closed before that.
 */
export function isInTransaction(file: FileNode, isIdle: boolean): boolean {
  const isJournal = file.name.endsWith(JOURNAL);
  const journal = isJournal ? file : sibling(file, JOURNAL);
  if (!isFile(journal) || !journal.drive.isLoaded || journal.usedBytes === 0) {
    return false;
  }
  const isInUse = journal.contents[0] === JOURNAL_IN_USE;
  return journal.drive.streams > 0
    ? isInUse || (isJournal && databaseOf(journal) !== null)
    : isInUse && !isIdle && journal.drive.origin === 'nowhere';
}

/** The database that a transaction is about to change, and has not yet, where a file is the transaction's journal. */
export function databaseAsCommitted(file: FileNode): FileNode | null {
  return file.name.endsWith(JOURNAL) && file.contents[0] !== JOURNAL_IN_USE ? databaseOf(file) : null;
}

function sibling(file: FileNode, suffix: string): ReturnType<typeof entryOf> {
  return entryOf(file.parent as FolderNode, file.name + suffix);
}
