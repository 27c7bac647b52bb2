import type { DriveFS } from '@jupyterlite/services/lib/contents/drivefs';
import type { FreeThread } from './free-thread.ts';

export type Attributes = ReturnType<DriveFS['node_ops']['getattr']>;

/**
 * How long what is in a folder is believed since the page could last tell of a change. Code that runs for long hears
 * nothing, and may be waiting for a file.
 */
const TRUST_MILLISECONDS = 1000;
/** How long it is believed that a folder is there, and of which date: every import asks for that. */
const LONG_TRUST_MILLISECONDS = 10_000;

/** What is in a folder. */
interface Entries {
  /** When it was asked for. */
  asked: number;
  names: readonly string[];
  /** What each is, where that is known. */
  modes: ReadonlyMap<string, number>;
}

/** What is known of folders whose changes the page tells of. */
export class KnownFolders {
  /**
   * @param thread in which the page is heard when it tells of a change.
   */
  constructor(thread: Pick<FreeThread, 'last'>) {
    this.#thread = thread;
  }

  /** The attributes of a folder; null where they must be asked for. */
  attributes(path: string): Attributes | null {
    const known = this.#attributes.get(path);
    return known !== undefined && this.#isBelieved(known, LONG_TRUST_MILLISECONDS) ? { ...known.kept } : null;
  }

  /**
   * Keep the attributes of a folder, with the last change as its date.
   *
   * The contents have no date of their own for folders, and by it alone Python sees that a module was added.
   */
  keepAttributes(path: string, attributes: Attributes): Attributes {
    const modified = new Date(Math.max(new Date(attributes.mtime).getTime(), this.#changed));
    const kept = { ...attributes, mtime: modified, ctime: modified };
    this.#attributes.set(path, { asked: performance.now(), kept });
    return { ...kept };
  }

  /** What is in a folder; null where it must be asked for. */
  names(path: string): readonly string[] | null {
    return this.#entriesOf(path)?.names ?? null;
  }

  /** Keep what is in a folder. */
  keepNames(path: string, names: readonly string[]): readonly string[] {
    const kept = names.filter((name) => name !== '.' && name !== '..');
    this.#entries.set(path, { asked: performance.now(), names: kept, modes: new Map() });
    return kept;
  }

  /** What an entry of a folder is; null where that must be asked for. */
  mode(path: string, name: string): number | null {
    return this.#entriesOf(path)?.modes.get(name) ?? null;
  }

  /** Keep what is in a folder, and what each entry is. */
  keepEntries(path: string, entries: readonly (readonly [name: string, mode: number])[]): void {
    const modes = new Map(entries);
    this.#entries.set(path, { asked: performance.now(), names: [...modes.keys()], modes });
  }

  /** Something changed, wherever it was. */
  forget(): void {
    this.#attributes.clear();
    this.#entries.clear();
    this.#changed = Math.max(Date.now(), this.#changed + 1);
  }

  #entriesOf(path: string): Entries | null {
    const entries = this.#entries.get(path);
    return entries !== undefined && this.#isBelieved(entries, TRUST_MILLISECONDS) ? entries : null;
  }

  #isBelieved({ asked }: { asked: number }, milliseconds: number): boolean {
    return performance.now() - Math.max(asked, this.#thread.last) < milliseconds;
  }

  readonly #thread: Pick<FreeThread, 'last'>;
  readonly #attributes = new Map<string, { asked: number; kept: Attributes }>();
  readonly #entries = new Map<string, Entries>();
  #changed = 0;
}
