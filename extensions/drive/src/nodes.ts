import type { Entry } from './changes.ts';
import type { FileSystemNode } from './emscripten.ts';

/** A file or a folder of a drive. */
export interface DriveNode extends FileSystemNode {
  parent: DriveNode;
  drive: FileState | FolderState;
}
export type FileNode = DriveNode & { drive: FileState; contents: Uint8Array };
export type FolderNode = DriveNode & { drive: FolderState; contents: Record<string, DriveNode> };

/** What a drive knows of a file. */
export interface FileState extends NodeState {
  readonly kind: 'file';
  /** Whether its content is in memory. */
  isLoaded: boolean;
  /** Where it is outside of memory. */
  origin: 'nowhere' | 'site' | 'storage';
  /** Whether storage has another file at its path, which it has replaced and which storing it will. */
  isOverStored: boolean;
  /** Size and date of the version there. */
  known: { readonly size: number | null; readonly modified: number } | null;
  /** Another version that others have stored meanwhile, which its program has not taken yet; null for none. */
  elsewhere: Entry | 'gone' | null;
  /** Open streams, and those of them that can write. */
  streams: number;
  writers: number;
  /** Whether a program that has it open has said that it is whole. */
  isSynced: boolean;
  /** Of a database under a transaction: whether storage lacks what was committed before. */
  hasCommits: boolean;
}

/** What a drive knows of a folder. */
export interface FolderState extends NodeState {
  readonly kind: 'folder';
  /** Whether it was made here, and storage was not told yet. */
  isNew: boolean;
  /** Whether it was made here, so that nothing which the site publishes is in it. */
  isOwn: boolean;
  /** Whether what is in it was asked for. */
  isListed: boolean;
  /** Whether something in it has changed since. */
  isStale: boolean;
  /** When it was asked for, as `performance.now()` tells the time. */
  asked: number;
  /** Names that were removed here, which the site has all the same. */
  readonly hidden: Set<string>;
}

interface NodeState {
  /** Steps that were begun and in which it is stored. */
  stepsUnderWay: number;
  /** Whether its name is another's, or nobody's. */
  isUnlinked: boolean;
}

export function newFile(): FileState {
  return {
    kind: 'file',
    isLoaded: true,
    origin: 'nowhere',
    isOverStored: false,
    known: null,
    elsewhere: null,
    streams: 0,
    writers: 0,
    isSynced: false,
    hasCommits: false,
    stepsUnderWay: 0,
    isUnlinked: false,
  };
}

export function newFolder(isNew: boolean): FolderState {
  return {
    kind: 'folder',
    isNew,
    isOwn: isNew,
    isListed: isNew,
    isStale: false,
    asked: performance.now(),
    hidden: new Set(),
    stepsUnderWay: 0,
    isUnlinked: false,
  };
}

export function isFile(node: DriveNode | undefined): node is FileNode {
  return node?.drive.kind === 'file';
}

export function isFolder(node: DriveNode | undefined): node is FolderNode {
  return node?.drive.kind === 'folder';
}

/** An entry of a folder, as far as it is known. */
export function entryOf(folder: FolderNode, name: string): DriveNode | undefined {
  return folder.contents[name];
}

/** Where a node is; empty for the drive's root. */
export function pathOf(node: DriveNode): string {
  const names: string[] = [];
  for (let current = node; current.parent !== current; current = current.parent) {
    names.push(current.name);
  }
  return names.reverse().join('/');
}

export function joined(folder: DriveNode, name: string): string {
  const path = pathOf(folder);
  return path === '' ? name : `${path}/${name}`;
}

/** The content of a file whose content is in memory: no copy. */
export function contentOf({ contents, usedBytes }: FileNode): Uint8Array {
  // Emscripten keeps what it was given first as it was given: with signs.
  return new Uint8Array(contents.buffer, contents.byteOffset, usedBytes);
}

/** The latest date that there is, and as much before 1970 the first, in milliseconds. */
const LAST_DATE = 8.64e15;

/** Some number as a date that can be told. */
export function asDate(milliseconds: number): number {
  return Math.max(-LAST_DATE, Math.min(LAST_DATE, milliseconds)) || 0;
}

/** A folder has another content, which Python sees by its date alone: it must be a later one. */
export function setChanged(folder: DriveNode): void {
  folder.mtime = folder.ctime = asDate(Math.max(Date.now(), folder.mtime + 1));
}

/** All that is known to be in a folder, and in the folders in it. */
export function* descendantsOf(folder: FolderNode): Generator<DriveNode> {
  for (const node of Object.values(folder.contents)) {
    yield node;
    if (isFolder(node)) {
      yield* descendantsOf(node);
    }
  }
}
