import {
  DriveFileSystem,
  type DriveSource,
  type EmscriptenFileSystem,
  type Entry,
  NoSuchFile,
} from '@lite-build/drive';
import type { DeclaredFile, DeclaredFolder } from '@lite-build/messages';
import { type CodeRunner, runOwnCode } from '@lite-build/boot/own-code';
import { DECLARED_FILES } from '../../own-code/python-code.ts';

/** By these a host says that it has no such file. */
const MISSING = new Set([404, 410]);

/** What Python is told of a file that cannot be had. */
type Refusal = readonly [kind: 'missing' | 'failed', words: string];

/** Python's drive in a page that has named its files. What Python writes stays in memory. */
export class DeclaredDrive {
  /**
   * @param root where it is mounted.
   */
  constructor(fileSystem: EmscriptenFileSystem, root: string, { folder, files }: DeclaredFolder) {
    this.#fileSystem = fileSystem;
    this.#root = root;
    this.#folder = folder;
    this.#source = new DeclaredFiles(folder);
    this.#source.add(files);
    // Nobody else changes what is in it.
    const thread = { last: Infinity };
    this.#drive = new DriveFileSystem({ fileSystem, source: this.#source, sink: null, thread, memory: null });
    fileSystem.mkdirTree(root);
    fileSystem.mount(this.#drive, {}, root);
    this.#drive.showFolder(folder);
  }

  /** Have Python work in it, and be told why a file cannot be had. */
  enter(python: CodeRunner): void {
    this.#fileSystem.chdir(this.#folder === '' ? this.#root : `${this.#root}/${this.#folder}`);
    const install = runOwnCode(python, DECLARED_FILES).get('install') as (
      root: string,
      refusal: (path: string) => string,
    ) => void;
    install(`${this.#root}/`, (path) =>
      JSON.stringify(this.#drive.isLoaded(path) ? null : this.#source.refusal(path)),
    );
  }

  /** Show more files. */
  add(files: readonly DeclaredFile[]): void {
    this.#source.add(files);
    for (const { path } of files) {
      const names = path.split('/');
      // Also of folders that are new with it.
      for (let depth = names.length - 1; depth >= 0; depth -= 1) {
        const folder = names.slice(0, depth).join('/');
        const entries = this.#source.list(folder) ?? [];
        this.#drive.addEntries(
          folder,
          entries.filter(({ name }) => name === names[depth]),
        );
      }
    }
  }

  readonly #fileSystem: EmscriptenFileSystem;
  readonly #root: string;
  readonly #folder: string;
  readonly #source: DeclaredFiles;
  readonly #drive: DriveFileSystem;
}

/** The files that a page has named; each is fetched when it is first opened, while Python waits. */
class DeclaredFiles implements DriveSource {
  /** @param folder in which Python works: it is there, whatever is in it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  add(files: readonly DeclaredFile[]): void {
    for (const { path, url } of files) {
      this.#urls.set(path, url);
    }
  }

  list(folder: string): Entry[] | null {
    const prefix = folder === '' ? '' : `${folder}/`;
    const entries = new Map<string, Entry>();
    for (const path of this.#urls.keys()) {
      const [name, ...more] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
      if (name !== undefined) {
        const isFolder = more.length > 0;
        const size = isFolder ? 0 : null;
        entries.set(name, { name, isFolder, size, modified: this.#modified, isPublished: true });
      }
    }
    const isThere = entries.size > 0 || `${this.#folder}/`.startsWith(prefix);
    return isThere ? [...entries.values()] : null;
  }

  read(path: string): Uint8Array {
    const content = this.#fetched.get(path) ?? this.#fetch(path);
    this.#fetched.delete(path);
    return content;
  }

  /** Why a file cannot be had; null where it can, or is none of these. */
  refusal(path: string): Refusal | null {
    if (!this.#urls.has(path) || this.#fetched.has(path)) {
      return null;
    }
    try {
      this.#fetched.set(path, this.#fetch(path));
      return null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      return [error instanceof NoSuchFile ? 'missing' : 'failed', words];
    }
  }

  #fetch(path: string): Uint8Array {
    const url = this.#urls.get(path);
    if (url === undefined) {
      throw new NoSuchFile(`${path} is none of the page's files`);
    }
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.responseType = 'arraybuffer';
    try {
      request.send();
    } catch (error) {
      throw new Error(
        `${url} could not be fetched: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (request.status !== 200) {
      const words = `${url} could not be fetched: its host answered ${request.status}`;
      throw MISSING.has(request.status) ? new NoSuchFile(words) : new Error(words);
    }
    return new Uint8Array(request.response as ArrayBuffer);
  }

  readonly #folder: string;
  readonly #urls = new Map<string, string>();
  /** What was fetched as it was asked whether it can be had. */
  readonly #fetched = new Map<string, Uint8Array>();
  readonly #modified = Date.now();
}
