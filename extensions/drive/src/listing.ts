import type { Entry } from './changes.ts';
import { type EmscriptenFileSystem, FILE_MODE, FOLDER_MODE } from './emscripten.ts';
import type { Keeper } from './keeper.ts';
import {
  descendantsOf,
  type DriveNode,
  entryOf,
  type FileNode,
  type FolderNode,
  isFile,
  isFolder,
  joined,
  setChanged,
} from './nodes.ts';
import { isHeldTogether, isInTransaction, isOpenLog } from './sqlite.ts';

/** What a listing is worked into a drive with. */
export interface ListingTools {
  readonly fileSystem: EmscriptenFileSystem;
  readonly keeper: Keeper;
  /** Make a node that is in storage. */
  make(parent: FolderNode, name: string, mode: number): DriveNode;
}

/**
 * Have a folder hold what a listing says. What a program has changed and storage was not told yet stays as the program
 * has it.
 */
export function applyListing(tools: ListingTools, folder: FolderNode, entries: readonly Entry[]): void {
  const before = Object.keys(folder.contents).length;
  let isChanged = false;
  const listed = new Set<string>();
  const { atime, mtime, ctime } = folder;
  for (const entry of entries) {
    const present = entryOf(folder, entry.name);
    if (present !== undefined && (tools.keeper.isAhead(present) || isSame(present, entry))) {
      listed.add(entry.name);
      if (isFile(present)) {
        present.drive.elsewhere = null;
      }
      continue;
    }
    if (isHidden(tools, folder, entry) && present === undefined) {
      continue;
    }
    listed.add(entry.name);
    if (present !== undefined && isFolder(present) !== entry.isFolder) {
      drop(tools, folder, present);
    } else if (isFile(present)) {
      if (isHeldTogether(present)) {
        present.drive.elsewhere = entry;
      } else {
        setStored(present, entry);
      }
      continue;
    } else if (present !== undefined) {
      continue;
    }
    const made = tools.make(folder, entry.name, entry.isFolder ? FOLDER_MODE : FILE_MODE);
    if (isFile(made)) {
      setStored(made, entry);
    } else {
      made.atime = made.mtime = made.ctime = entry.modified;
    }
    isChanged = true;
  }
  for (const node of Object.values(folder.contents)) {
    if (!listed.has(node.name) && isFile(node) && isOpenLog(node)) {
      node.drive.elsewhere = node.usedBytes > 0 && mayGo(tools, node) ? 'gone' : null;
    } else if (!listed.has(node.name) && mayGo(tools, node)) {
      drop(tools, folder, node);
      isChanged = true;
    }
  }
  Object.assign(folder, { atime, mtime, ctime });
  if (isChanged && (before > 0 || folder.drive.isListed)) {
    setChanged(folder);
  }
  Object.assign(folder.drive, { isListed: true, isStale: false, asked: performance.now() });
}

/** Have a folder hold more than what it was listed with. What is there already stays. */
export function addEntries(tools: ListingTools, folder: FolderNode, entries: readonly Entry[]): void {
  for (const entry of entries.filter(({ name }) => entryOf(folder, name) === undefined)) {
    const made = tools.make(folder, entry.name, entry.isFolder ? FOLDER_MODE : FILE_MODE);
    if (isFile(made)) {
      setStored(made, entry);
    }
    setChanged(folder);
  }
}

/**
 * A folder is not there any more. It goes, unless a program has changed something in it that is still to be stored.
 *
 * @returns whether it is gone.
 */
export function removeFolder(tools: ListingTools, folder: FolderNode): boolean {
  const { parent } = folder;
  if (!isFolder(parent) || parent === (folder as DriveNode) || !mayGo(tools, folder)) {
    return false;
  }
  drop(tools, parent, folder);
  parent.drive.isStale = true;
  setChanged(parent);
  return true;
}

/** Whether what a listing says of a file is what is known of it. A folder is one whatever is in it. */
function isSame(
  node: DriveNode,
  { isFolder: isListedAsFolder, size, modified, isPublished }: Entry,
): boolean {
  if (!isFile(node)) {
    return isListedAsFolder;
  }
  const { known, origin } = node.drive;
  return (
    !isListedAsFolder &&
    known?.size === size &&
    known.modified === modified &&
    isPublished === (origin === 'site')
  );
}

/** Whether a name was removed here, and only the site has it, or storage, which was not told yet. */
function isHidden({ keeper }: ListingTools, folder: FolderNode, entry: Entry): boolean {
  const { hidden, isOwn } = folder.drive;
  if (entry.isPublished && (isOwn || hidden.has(entry.name))) {
    return true;
  }
  if (hidden.has(entry.name) && keeper.isRemovalUnderWay(joined(folder, entry.name))) {
    return true;
  }
  return false;
}

/** A file has the version that a listing tells of; its content is read when it is needed. */
export function setStored(file: FileNode, { size, modified, isPublished }: Entry): void {
  file.contents = new Uint8Array(0);
  file.usedBytes = size ?? 0;
  file.atime = file.mtime = file.ctime = modified;
  Object.assign(file.drive, {
    isLoaded: false,
    origin: isPublished ? 'site' : 'storage',
    known: { size, modified },
    elsewhere: null,
  });
}

/** Whether a node that is not listed any more may go. */
function mayGo({ keeper }: ListingTools, node: DriveNode): boolean {
  return (
    !keeper.isAhead(node) &&
    !(isFile(node) && isInTransaction(node, true)) &&
    (!isFolder(node) || [...descendantsOf(node)].every((each) => !keeper.isAhead(each)))
  );
}

function drop({ fileSystem }: ListingTools, folder: FolderNode, node: DriveNode): void {
  for (const each of isFolder(node) ? [...descendantsOf(node), node] : [node]) {
    each.drive.isUnlinked = true;
    fileSystem.destroyNode(each);
  }
  Reflect.deleteProperty(folder.contents, node.name);
}
