import type { Archive } from './archive.ts';
import { filesOf } from './archive.ts';
import type { Catalogue, CataloguedPackage, Listing } from './catalogue.ts';
import { readArchive, type ReadFile, readText } from '../files/files.ts';
import {
  folderKeeper,
  type MemoryFileSystem,
  type Placeholder,
  showFiles,
  type ShownFile,
  showPlaceholder,
} from '../files/lazy-files.ts';
import type { BootFile } from '../files/manifest.ts';
import { readOnce } from '../files/read-once.ts';

/** Where Pyodide says that the packages of its lock are from. */
const CHANNEL = 'default channel';
/** A module's file: its name, and what comes behind it (`.py`, `.cpython-314-wasm32-emscripten.so`). */
const MODULE_FILE = /^(.*?)(\.py|(\.[^./]+)?\.so)$/;

/** What of Pyodide is used here. */
export interface InstallingRuntime {
  readonly FS: MemoryFileSystem;
  /** Where each package that was loaded is from, by normalized name. */
  readonly loadedPackages: Record<string, string>;
}

/** Files of the catalogue that are fetched by whoever knows that they will be needed. */
type Wanted = readonly BootFile[];

/** What belongs together, and is shown at the first look at any of it. */
interface Group {
  readonly placeholders: Placeholder[];
  isShown: boolean;
}

/**
 * The packages of a site, as if they were installed: Python sees their names at once, what is in their folders when it
 * first looks there, and what is in a file when it first reads it.
 *
 * An import has a package's part fetched, which tells of its files. Any other look has the listing of all packages
 * fetched, so that who looks through the folders does not have every package fetched.
 */
export class InstalledPackages {
  /**
   * @param sitePackages where packages are installed.
   * @param read is called while Python waits.
   * @param warn is told of a file of the site that cannot be used, where Python only hears that a file cannot be read.
   */
  constructor(
    runtime: InstallingRuntime,
    sitePackages: string,
    catalogue: Catalogue,
    read: ReadFile,
    warn: (reason: string) => void,
  ) {
    this.#runtime = runtime;
    this.#folderOf = folderKeeper(runtime.FS);
    this.#sitePackages = sitePackages;
    this.#catalogue = catalogue;
    this.#read = read;
    this.#warn = warn;
  }

  /** Show the names of all that Python does not have yet. From then on they count as loaded. */
  show(): void {
    const { loadedPackages } = this.#runtime;
    const metadata: Group = { placeholders: [], isShown: false };
    for (const [number, entry] of this.#catalogue.packages.entries()) {
      if (loadedPackages[entry.name] !== undefined) {
        continue;
      }
      loadedPackages[entry.name] = CHANNEL;
      const group: Group = { placeholders: [], isShown: false };
      this.#showNames(entry.roots, group, () => {
        this.#showListed(number, group);
      });
      this.#showNames(entry.metadataRoots, metadata, () => {
        this.#showMetadata(metadata);
      });
      for (const module of entry.roots.map(moduleOf)) {
        if (module !== null) {
          this.#modules.set(module, number);
        }
      }
      this.#groups.set(number, group);
    }
  }

  /** The modules that are there to be imported, and have not been looked at: dotted names, of packages' own roots. */
  get modules(): string[] {
    return [...this.#modules.keys()];
  }

  /**
   * Have the files of a module be there, since it will be imported.
   *
   * @param module one of `modules`.
   * @returns what is wrong, in words; undefined where nothing is.
   */
  bring(module: string): string | undefined {
    const number = this.#modules.get(module);
    const group = number === undefined ? undefined : this.#groups.get(number);
    if (number === undefined || group === undefined) {
      return undefined;
    }
    const { name, part } = this.#package(number);
    try {
      const files = [...this.#files(number).values()];
      if (!group.isShown) {
        this.#show(group, files);
      }
      return undefined;
    } catch (error) {
      return (
        `${name} is a package of this site, and its file ${part.url} cannot be used: ${reasonOf(error)}. ` +
        'Load the page once more; if that does not help, tell whoever publishes the site.'
      );
    }
  }

  /** The file that the first look at any package's metadata reads: a version, an entry point, `%pip`. */
  get metadata(): BootFile {
    return this.#catalogue.metadata;
  }

  /** The files that these imports read of, with what those packages need. */
  filesFor(modules: readonly string[]): Wanted {
    const wanted = new Set<number>();
    const waiting = modules.flatMap((module) =>
      prefixesOf(module).flatMap((prefix) => this.#modules.get(prefix) ?? []),
    );
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (!wanted.has(number)) {
        wanted.add(number);
        waiting.push(...this.#package(number).requires);
      }
    }
    return [...wanted]
      .filter((number) => this.#groups.has(number) && !this.#wasRead.has(number))
      .map((number) => this.#package(number).part);
  }

  #showNames(roots: readonly string[], group: Group, look: () => void): void {
    for (const root of roots) {
      const isFolder = root.endsWith('/');
      const path = isFolder ? root.slice(0, -1) : root;
      const absolute = path.startsWith('/') ? path : `${this.#sitePackages}/${path}`;
      const placeholder = showPlaceholder(this.#runtime.FS, this.#folderOf, absolute, isFolder, look);
      if (placeholder !== null) {
        group.placeholders.push(placeholder);
      }
    }
  }

  #showListed(number: number, group: Group): void {
    const listed = this.#used(this.#catalogue.listing, this.#listings)[number] ?? [];
    this.#show(
      group,
      listed.map(([path, length]) => ({ path, length, read: () => this.#contents(number, path) })),
    );
  }

  #showMetadata(group: Group): void {
    const archive = this.#used(this.#catalogue.metadata, this.#archives);
    this.#show(group, [
      ...filesOf(
        archive,
        this.#sources((wheel) => this.#package(wheel).wheel),
      ),
    ]);
  }

  #show(group: Group, files: readonly ShownFile[]): void {
    group.isShown = true;
    for (const placeholder of group.placeholders.splice(0)) {
      placeholder.release();
    }
    showFiles(this.#runtime.FS, this.#sitePackages, files, 'kept');
  }

  /** Read one of the files that are about all packages. */
  #used<Content>(file: BootFile, read: (file: BootFile) => Content): Content {
    try {
      return read(file);
    } catch (error) {
      if (!this.#warned.has(file)) {
        this.#warned.add(file);
        this.#warn(`the site's file ${file.url} cannot be used: ${reasonOf(error)}`);
      }
      throw error;
    }
  }

  #contents(number: number, path: string): Uint8Array {
    const file = this.#files(number).get(path);
    if (file === undefined) {
      throw new RangeError(`${this.#package(number).part.url} has no ${path}`);
    }
    return file.read();
  }

  #sources(wheelUrl: (wheel: number) => string): Parameters<typeof filesOf>[1] {
    return {
      readPart: () => {
        throw new RangeError('a part has no parts');
      },
      readWheel: (wheel) => this.#read(wheelUrl(wheel)),
    };
  }

  #package(number: number): CataloguedPackage {
    const entry = this.#catalogue.packages[number];
    if (entry === undefined) {
      throw new RangeError(`the catalogue has no package number ${number}`);
    }
    return entry;
  }

  readonly #runtime: InstallingRuntime;
  readonly #folderOf: ReturnType<typeof folderKeeper>;
  readonly #sitePackages: string;
  readonly #catalogue: Catalogue;
  readonly #read: ReadFile;
  readonly #warn: (reason: string) => void;
  readonly #warned = new Set<BootFile>();
  readonly #groups = new Map<number, Group>();
  readonly #modules = new Map<string, number>();
  readonly #wasRead = new Set<number>();
  readonly #archives = readOnce((file: BootFile) => readArchive(this.#read, file));
  readonly #listings = readOnce((file: BootFile) => JSON.parse(readText(this.#read, file)) as Listing);
  readonly #files = readOnce((number: number): ReadonlyMap<string, ShownFile> => {
    const { part, wheel } = this.#package(number);
    const archive: Archive = readArchive(this.#read, part);
    this.#wasRead.add(number);
    return new Map(
      [
        ...filesOf(
          archive,
          this.#sources(() => wheel),
        ),
      ].map((file) => [file.path, file]),
    );
  });
}

/** The module that a root is; null where it is none. */
function moduleOf(root: string): string | null {
  if (root.startsWith('/')) {
    return null;
  }
  const path = root.endsWith('/') ? root.slice(0, -1) : MODULE_FILE.exec(root)?.[1];
  return path !== undefined &&
    path.split('/').every((name) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name))
    ? path.replaceAll('/', '.')
    : null;
}

/** A module, and the packages around it. */
function prefixesOf(module: string): string[] {
  const names = module.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
