import type { Change, Failure } from './changes.ts';
import type { DriveSink } from './ends.ts';
import { type DriveNode, type FileNode, type FolderNode, isFile, isFolder, pathOf } from './nodes.ts';
import { Pauses } from './pauses.ts';
import { PendingChanges } from './pending-changes.ts';
import { databaseAsCommitted, databaseOf, isInTransaction, isOfThisProcess } from './sqlite.ts';
import { belongingTo, hasCommits, isWhole, writeOf } from './storable.ts';

/** In bytes: what is large is stored when it is closed, so that the program hears of a full storage. */
const LARGE = 4 * 1024 * 1024;
/** In bytes: as base64, the text of a larger file is longer than a string of any engine can be. */
const LARGEST = 384 * 1024 * 1024;
/** So many steps go on at once at most while a program keeps the thread. */
const MOST_STEPS = 4;
/** How soon what a program has written is stored where the thread is free, in milliseconds. */
const SOON = 50;

const TOO_LARGE = 'a file of the drive has 384 MiB at most';

/** A step that was begun. */
interface Step {
  readonly files: ReadonlyMap<string, FileNode>;
  readonly folders: ReadonlyMap<string, FolderNode>;
}

/** Brings what a program does to a drive into storage: whole files, in order, without the program's waiting for each. */
export class Keeper {
  /**
   * @param sink where it is kept; null where it stays in memory.
   */
  constructor(sink: DriveSink | null) {
    this.#sink = sink;
  }

  /** A file has other content, or was made. */
  noteWrite(file: FileNode): void {
    file.drive.isSynced = false;
    const database = databaseAsCommitted(file);
    if (database !== null) {
      database.drive.hasCommits = this.#pending.has(database) || this.#unsaved.has(database);
    }
    if (!file.drive.isUnlinked) {
      this.#unsaved.delete(file);
      this.#add('write', file);
    }
  }

  noteFolder(folder: DriveNode): void {
    this.#add('folder', folder);
  }

  /** A file, or a folder with nothing in it, is not there any more. */
  noteRemoval(node: DriveNode, path: string): void {
    this.#forget(node);
    if (this.#sink !== null) {
      if (this.#isStored(node)) {
        this.#pending.remove(path);
        const database = isFile(node) ? databaseOf(node) : null;
        if (database?.drive.isLoaded === true) {
          // Without what belonged to it, storage's version might make no sense.
          this.#add('write', database);
        }
      }
      // A transaction may have ended, for which its database has waited.
      this.#storeSoon();
    }
  }

  /**
   * A file has another path; it is there already.
   *
   * @param replaced what was there.
   */
  noteFileRename(file: FileNode, oldPath: string, replaced: DriveNode | undefined): void {
    const isStored = file.drive.origin === 'storage';
    const isChanged = this.#pending.forget(file) || !isStored;
    if (this.#sink !== null && (isStored || file.drive.isOverStored)) {
      if (isStored) {
        this.#pending.rename(oldPath, pathOf(file));
      } else {
        this.#pending.remove(oldPath);
      }
    }
    file.drive.isOverStored = replaced !== undefined && this.#isStored(replaced);
    if (replaced !== undefined) {
      this.#forget(replaced);
    }
    if (isChanged) {
      this.#add('write', file);
    }
    this.#storeSoon();
  }

  /**
   * A folder has another path; it is there already.
   *
   * @param replaced the empty folder that was there.
   */
  noteFolderRename(folder: DriveNode, oldPath: string, replaced: DriveNode | undefined): void {
    if (replaced !== undefined) {
      this.noteRemoval(replaced, pathOf(folder));
    }
    if (this.#sink !== null) {
      this.#pending.rename(oldPath, pathOf(folder));
      this.#storeSoon();
    }
  }

  /** Whether a node is other here than in storage, which is then to be told. */
  isAhead(node: DriveNode): boolean {
    return (
      node.drive.stepsUnderWay > 0 ||
      this.#pending.has(node) ||
      (isFile(node)
        ? node.drive.origin === 'nowhere' || this.#unsaved.has(node)
        : isFolder(node) && node.drive.isNew)
    );
  }

  /** Whether storage may still have a path that was removed here. */
  isRemovalUnderWay(path: string): boolean {
    return this.#pending.isRemoved(path) || this.#removals.has(path);
  }

  /** Before storage is asked: it must know files by the paths that they have. */
  tellOfRenames(): void {
    if (this.#pending.hasRenames) {
      this.#begin(false);
    }
  }

  /**
   * A program has closed a file, or asked that it be stored: it is, unless something was just before.
   *
   * @returns what could not be stored since this was told last.
   */
  storeNow(file: FileNode): readonly Failure[] {
    const isLarge = file.usedBytes >= LARGE;
    if (!this.#storeAfter(this.#pauses.next(isLarge && this.#pending.has(file)), isLarge)) {
      return [];
    }
    return this.#takeFailures();
  }

  /** A program keeps the thread, whatever it does: what it has been done with for a while is stored. */
  storeInPassing(): void {
    if (!this.#pending.isEmpty) {
      this.#storeAfter(this.#pauses.next(false), false);
    }
  }

  /** Begin to store, unless that was less than a pause ago, and wait where much is to be stored. */
  #storeAfter(pause: number, isLarge: boolean): boolean {
    if (this.#sink === null || !this.#pauses.isOver(pause)) {
      return false;
    }
    const end = this.#pauses.beginStoring();
    this.#begin(false);
    if (this.#steps.size >= MOST_STEPS || (this.#steps.size > 0 && isLarge)) {
      this.#wait(this.#sink);
    }
    end();
    return true;
  }

  /**
   * Store all, also what is still open.
   *
   * @returns what could not be stored since this was told last.
   */
  async settle(): Promise<readonly Failure[]> {
    this.#begin(true);
    if (this.#steps.size > 0) {
      this.#settled ??= Promise.withResolvers<null>();
      await this.#settled.promise;
    }
    return this.#takeFailures();
  }

  /** A step has ended. May be told again. */
  stored(number: number, failures: readonly Failure[]): void {
    const step = this.#steps.get(number);
    if (step === undefined) {
      return;
    }
    this.#steps.delete(number);
    for (const { drive } of [...step.files.values(), ...step.folders.values()]) {
      drive.stepsUnderWay -= 1;
    }
    for (const failure of failures) {
      this.#fail(step.files.get(failure.path) ?? step.folders.get(failure.path), failure);
    }
    if (this.#steps.size === 0) {
      this.#removals.clear();
      this.#settled?.resolve(null);
      this.#settled = null;
    }
  }

  #wait(sink: DriveSink): void {
    try {
      for (const [number, failures] of sink.wait()) {
        this.stored(number, failures);
      }
    } catch (error) {
      // The steps go on, and their ends are told all the same.
      console.warn(error);
    }
  }

  #forget(node: DriveNode): void {
    this.#unsaved.delete(node as FileNode);
    this.#pending.forget(node);
  }

  /** Whether storage has something at a node's path. */
  #isStored(node: DriveNode): boolean {
    return isFile(node)
      ? node.drive.origin === 'storage' || node.drive.isOverStored
      : isFolder(node) && !node.drive.isNew;
  }

  #add(type: 'write' | 'folder', node: DriveNode): void {
    if (this.#sink !== null) {
      if (!this.#pending.has(node)) {
        this.#told.delete(node);
        this.#pending.add(type, node, pathOf(node));
      }
      this.#storeSoon();
    }
  }

  #storeSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#begin(false);
    }, SOON);
  }

  /** Begin to store what can be stored now. */
  #begin(isAll: boolean): void {
    if (this.#sink === null || this.#pending.isEmpty) {
      return;
    }
    const mayGo = (node: DriveNode): boolean =>
      !isFile(node) ||
      ((isAll || isWhole(node)) && (!isInTransaction(node, isAll) || (isAll && hasCommits(node))));
    const pending = this.#pending.take(mayGo, pathOf);
    if (pending.length === 0) {
      return;
    }
    const files = new Map<string, FileNode>();
    const written = new Set<FileNode>();
    const folders = new Map<string, FolderNode>();
    const changes: Change[] = [];
    const write = (file: FileNode, path: string): void => {
      if (file.usedBytes > LARGEST) {
        this.#fail(file, { path, reason: 'failed', message: TOO_LARGE });
      } else if (!file.drive.isUnlinked && !isOfThisProcess(file) && !written.has(file)) {
        files.set(path, file);
        written.add(file);
        changes.push(writeOf(file, path));
      }
    };
    for (const change of pending) {
      if (change.type === 'write') {
        write(change.node as FileNode, change.path);
      } else if (change.type === 'folder') {
        const folder = change.node as FolderNode;
        folder.drive.isNew = false;
        folder.drive.stepsUnderWay += 1;
        folders.set(change.path, folder);
        changes.push({ type: 'folder', path: change.path, modified: Math.trunc(change.node.mtime) });
      } else {
        this.#removals.add(change.path);
        changes.push(change);
      }
    }
    const unsaved = [...this.#unsaved];
    this.#unsaved.clear();
    for (const file of unsaved) {
      if (mayGo(file)) {
        write(file, pathOf(file));
      } else {
        this.#unsaved.add(file);
      }
    }
    for (const file of belongingTo(written)) {
      write(file, pathOf(file));
    }
    if (changes.length > 0) {
      this.#steps.set(this.#sink.store(changes), { files, folders });
    }
  }

  /** Something was not stored. Of a file or a folder it is told once, until it changes. */
  #fail(node: DriveNode | undefined, failure: Failure): void {
    if (node === undefined || !this.#told.has(node)) {
      this.#failures.push(failure);
    }
    if (node === undefined) {
      return;
    }
    this.#told.add(node);
    const isToBeTried = !node.drive.isUnlinked && !this.#pending.has(node);
    if (isFile(node)) {
      node.drive.known = null;
      if (isToBeTried) {
        this.#unsaved.add(node);
      }
    } else if (isFolder(node) && isToBeTried) {
      node.drive.isNew = true;
      this.#pending.add('folder', node, pathOf(node));
    }
  }

  #takeFailures(): readonly Failure[] {
    return this.#failures.splice(0);
  }

  readonly #sink: DriveSink | null;
  readonly #pending = new PendingChanges<DriveNode>();
  readonly #steps = new Map<number, Step>();
  /** Paths that are removed in the steps under way. */
  readonly #removals = new Set<string>();
  /** Files that could not be stored; they are tried again when something else is. */
  readonly #unsaved = new Set<FileNode>();
  /** Of which files it was told that they could not be stored as they are. */
  readonly #told = new WeakSet<DriveNode>();
  readonly #failures: Failure[] = [];
  #settled: PromiseWithResolvers<null> | null = null;
  #soon: ReturnType<typeof setTimeout> | null = null;
  readonly #pauses = new Pauses();
}
