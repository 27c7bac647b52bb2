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
const COMPANIONS = ['-journal', WRITE_AHEAD_LOG] as const;

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

/** The names of files that would belong to a database, and that are not there. */
export function missingCompanions(database: FileNode): string[] {
  return COMPANIONS.filter((suffix) => sibling(database, suffix) === undefined).map(
    (suffix) => database.name + suffix,
  );
}

/** Whether a program has a file open together with others which no longer fit it where only one changes. */
export function isHeldTogether(file: FileNode): boolean {
  const database = databaseOf(file) ?? file;
  const log = writeAheadLogOf(database);
  return log !== null && log.drive.streams > 0;
}

function sibling(file: FileNode, suffix: string): ReturnType<typeof entryOf> {
  return entryOf(file.parent as FolderNode, file.name + suffix);
}
