import type { DriveFS } from '@jupyterlite/services/lib/contents/drivefs';

export type Attributes = ReturnType<DriveFS['node_ops']['getattr']>;

/**
 * How long something is believed since the page could last tell of a change. Code that runs for long hears nothing, and
 * may be waiting for a file.
 */
const TRUST_MILLISECONDS = 1000;

interface Folder {
  /** When it was asked for. */
  asked: number;
  attributes?: Attributes;
  names?: readonly string[];
  modes?: ReadonlyMap<string, number>;
}

/** What is known of folders whose changes the page tells of. */
export class KnownFolders {
  /** The attributes of a folder; null where they must be asked for. */
  attributes(path: string): Attributes | null {
    const attributes = this.#find(path)?.attributes;
    return attributes === undefined ? null : { ...attributes };
  }

  /**
   * Keep the attributes of a folder, with the last change as its date.
   *
   * The contents have no date of their own for folders, and by it alone Python sees that a module was added.
   */
  keepAttributes(path: string, attributes: Attributes): Attributes {
    const modified = new Date(Math.max(new Date(attributes.mtime).getTime(), this.#changed));
    const kept = { ...attributes, mtime: modified, ctime: modified };
    this.#keep(path, { attributes: kept });
    return { ...kept };
  }

  /** What is in a folder; null where it must be asked for. */
  names(path: string): readonly string[] | null {
    return this.#find(path)?.names ?? null;
  }

  /** Keep what is in a folder. */
  keepNames(path: string, names: readonly string[]): readonly string[] {
    const kept = names.filter((name) => name !== '.' && name !== '..');
    this.#keep(path, { names: kept });
    return kept;
  }

  /** What an entry of a folder is; null where that must be asked for. */
  mode(path: string, name: string): number | null {
    return this.#find(path)?.modes?.get(name) ?? null;
  }

  /** Keep what is in a folder, and what each entry is. */
  keepEntries(path: string, entries: readonly (readonly [name: string, mode: number])[]): void {
    const modes = new Map(entries);
    this.#keep(path, { names: [...modes.keys()], modes });
  }

  /** The page had the occasion to tell of changes: what is known is still so. */
  confirm(): void {
    this.#confirmed = performance.now();
  }

  /** Something changed, wherever it was. */
  forget(): void {
    this.#folders.clear();
    this.#changed = Math.max(Date.now(), this.#changed + 1);
  }

  #find(path: string): Folder | undefined {
    const folder = this.#folders.get(path);
    if (folder === undefined) {
      return undefined;
    }
    const believable = performance.now() - Math.max(folder.asked, this.#confirmed) < TRUST_MILLISECONDS;
    if (!believable) {
      this.#folders.delete(path);
    }
    return believable ? folder : undefined;
  }

  #keep(path: string, known: Omit<Folder, 'asked'>): void {
    this.#folders.set(path, { ...this.#find(path), ...known, asked: performance.now() });
  }

  readonly #folders = new Map<string, Folder>();
  #confirmed = 0;
  #changed = 0;
}
