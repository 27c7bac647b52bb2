import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { IndexedStorage } from '../drive/indexed-storage.ts';
import type { PublishedFiles } from '../drive/published-files.ts';
import { pathOfCopy } from './copy-names.ts';
import { type Relation, relationOf } from './decision.ts';
import { bytesOfModel, type OwnModel } from './origin.ts';
import { writtenDigest } from '@lite-build/messages/digests';

/** A copy of the reader's that has another name now, since the site has given its own to a file. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}

/** What is asked of the files that the site publishes. */
export type PublishedVersions = Pick<PublishedFiles, 'version' | 'find' | 'read'>;

export interface OwnWorkOptions {
  readonly storage: Promise<IndexedStorage>;
  readonly published: PublishedVersions;
  /** Tell JupyterLab of a change. */
  readonly announce: (change: Contents.IChangedArgs) => void;
}

/** What the reader has made, beside what the site publishes. Nothing of it is given up without the reader's word. */
export class OwnWork {
  constructor(options: OwnWorkOptions) {
    this.#options = options;
  }

  /** Is called with copies that have other names now. */
  moved: (moved: readonly Moved[]) => void = () => undefined;

  /** Something else is at a path than was, and whoever shows the path has to read it anew. */
  readonly replaced = new Signal<this, string>(this);

  /**
   * Have what the site has now take the place of copies in a folder in which the reader has written nothing, and copies
   * whose name the site has taken be beside it. Once for each folder, before anything in it is shown.
   */
  async settled(folder: string): Promise<void> {
    const settling = this.#settled.get(folder) ?? this.#settle(folder);
    this.#settled.set(folder, settling);
    await settling.catch((error: unknown) => {
      this.#settled.delete(folder);
      console.warn(`Copies in "${folder}" stay as they are`, error);
    });
  }

  /**
   * Remove a copy that gives way, now that the content at its path is asked for: if the site's file is to be had. Else
   * the copy is there again.
   */
  async given(path: string): Promise<void> {
    const storage = await this.#options.storage;
    const model = storage.asideAt(path);
    if (model === null) {
      return;
    }
    try {
      await this.fetchPublished(path);
      await storage.commit(new Map([[path, null]]), new Map([[path, model]]));
    } catch (error) {
      console.warn(`The copy of ${path} stays as it is`, error);
      const stored = await storage.haveBack(path);
      if (stored !== null) {
        this.#announce(stored);
      }
    }
  }

  /** What the reader's copy at a path is to what the site has; null where the reader has none. */
  async relation(path: string): Promise<Relation | null> {
    await this.settled(PathExt.dirname(path));
    const model = (await (await this.#options.storage).models()).get(path);
    return model === undefined || model.type === 'directory'
      ? null
      : relationOf(model.origin, await this.#options.published.version(path));
  }

  /** The bytes of the reader's copy; null where there is none. */
  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const model = await (await this.#options.storage).getAsStored(path);
    return model === null ? null : await bytesOfModel(model);
  }

  /** What the copies in a folder are to what the site has, by their names. */
  async relations(folder: string): Promise<ReadonlyMap<string, Relation>> {
    await this.settled(folder);
    const relations = new Map<string, Relation>();
    for (const [name, model] of await (await this.#options.storage).modelsIn(folder)) {
      if (model.type !== 'directory') {
        relations.set(name, relationOf(model.origin, await this.#options.published.version(model.path)));
      }
    }
    return relations;
  }

  /** All that is the reader's, files and folders, but for contents. */
  async models(): Promise<OwnModel[]> {
    return [...(await (await this.#options.storage).models()).values()];
  }

  /**
   * Store and remove files of the reader's, as one step, and tell JupyterLab.
   *
   * @param changes by paths; null removes.
   * @param expected what has to be stored until then, by paths; null where nothing is.
   * @throws DOMException where the storage is full, or fails: then nothing has changed.
   * @throws ChangedElsewhere where something else is stored than expected: then nothing has changed.
   */
  async commit(
    changes: ReadonlyMap<string, OwnModel | null>,
    expected: ReadonlyMap<string, OwnModel | null>,
  ): Promise<void> {
    await (await this.#options.storage).commit(changes, expected);
    for (const [path, model] of changes) {
      if (model === null) {
        await this.#announcePublished(path);
      } else {
        this.#announce(model);
      }
      this.replaced.emit(path);
    }
  }

  /** Why the browser will not keep what is stored, in words; null where it will. */
  async reasonOfNotKeeping(): Promise<string | null> {
    return await (await this.#options.storage).reasonOfNotKeeping();
  }

  /** Whether there is something at a path, of the site's or of the reader's. */
  async isTaken(path: string): Promise<boolean> {
    const storage = await this.#options.storage;
    return (await storage.models()).has(path) || (await this.#options.published.find(path)) !== null;
  }

  /** Whether there is a folder at a path, of the site's or of the reader's. */
  async isFolder(path: string): Promise<boolean> {
    const own = (await (await this.#options.storage).models()).get(path);
    return (own ?? (await this.#options.published.find(path)))?.type === 'directory';
  }

  /** The path that a copy would have beside the site's file. */
  async pathOfCopy(path: string): Promise<string> {
    return await pathOfCopy(path, new Date(), (each) => this.isTaken(each));
  }

  /**
   * Have the browser fetch what the site has, so that it is at hand where it takes the place of a copy.
   *
   * @throws Error in words, where it is not to be had.
   */
  async fetchPublished(path: string): Promise<void> {
    if ((await this.#options.published.read(path)) === null) {
      throw new Error(`the host of the site does not give ${path} now`);
    }
  }

  /** Keep the copy, and ask no more until the site has yet another version. */
  async keepMine(path: string): Promise<void> {
    const storage = await this.#options.storage;
    const [model, version] = [await storage.getAsStored(path), await this.#options.published.version(path)];
    if (model !== null && version !== 'unnamed') {
      const origin = { path, madeFrom: version, written: model.origin?.written ?? null };
      await storage.commit(new Map([[path, { ...model, origin }]]), new Map([[path, model]]));
      this.#announce(model);
    }
  }

  /**
   * Have what the site has now in the place of the copy, which gets a name beside it.
   *
   * @returns the copy's new path.
   * @throws DOMException where the storage is full, or fails: then nothing has changed.
   */
  async takePublishedBeside(path: string): Promise<string> {
    const storage = await this.#options.storage;
    const model = await storage.getAsStored(path);
    const copy = await this.pathOfCopy(path);
    if (model !== null) {
      const beside = besideOf(model, copy);
      await storage.commit(
        new Map<string, OwnModel | null>([
          [copy, beside],
          [path, null],
        ]),
        new Map([
          [copy, null],
          [path, model],
        ]),
      );
      this.#options.announce({ type: 'new', oldValue: null, newValue: { ...beside, content: null } });
      await this.#announcePublished(path);
      this.replaced.emit(path);
    }
    return copy;
  }

  /**
   * Have what the site has in the place of the copy.
   *
   * @returns puts the copy back: beside what the reader has made there since, if that is anything. It tells the path.
   */
  async backToPublished(path: string): Promise<() => Promise<string>> {
    const storage = await this.#options.storage;
    const model = await storage.getAsStored(path);
    await storage.commit(new Map([[path, null]]), new Map([[path, model]]));
    await this.#announcePublished(path);
    this.replaced.emit(path);
    return async () => {
      if (model === null) {
        return path;
      }
      const hasMore = (await storage.models()).has(path);
      const place = hasMore ? await this.pathOfCopy(path) : path;
      const putBack = hasMore ? besideOf(model, place) : model;
      await this.commit(new Map([[place, putBack]]), new Map([[place, null]]));
      return place;
    };
  }

  async #settle(folder: string): Promise<void> {
    const { published } = this.#options;
    const storage = await this.#options.storage;
    const changes = new Map<string, OwnModel | null>();
    const decided = new Map<string, OwnModel | null>();
    const moved: Moved[] = [];
    for (const model of [...(await storage.modelsIn(folder)).values()]) {
      const { path } = model;
      const version = await published.version(path);
      if (model.type === 'directory' || version === null || version === 'unnamed') {
        continue;
      }
      const origin = model.origin?.path === path ? model.origin : undefined;
      const relation = relationOf(origin, version);
      if (relation === 'untouched') {
        await storage.setAside(model);
      } else if (relation === 'name-taken' || origin?.madeFrom === undefined) {
        const stored = await storage.getAsStored(path);
        if (stored === null) {
          continue;
        }
        if (relation === 'name-taken') {
          const to = await this.pathOfCopy(path);
          changes.set(to, besideOf(stored, to)).set(path, null);
          decided.set(to, null).set(path, stored);
          moved.push({ from: path, to });
          continue;
        }
        // It was made where nothing was remembered. If nothing else is written in it, it is made from this.
        const written = await writtenDigest(model.name, await bytesOfModel(stored)).catch(() => null);
        if (written === version.written) {
          changes.set(path, { ...stored, origin: { path, madeFrom: version, written } });
          decided.set(path, stored);
        }
      }
    }
    if (changes.size > 0) {
      await storage.commit(changes, decided);
    }
    if (moved.length > 0) {
      this.moved(moved);
    }
  }

  #announce(model: OwnModel): void {
    this.#options.announce({ type: 'save', oldValue: null, newValue: { ...model, content: null } });
  }

  async #announcePublished(path: string): Promise<void> {
    const model = await this.#options.published.find(path);
    this.#options.announce(
      model === null
        ? { type: 'delete', oldValue: { path }, newValue: null }
        : { type: 'save', oldValue: null, newValue: model },
    );
  }

  readonly #options: OwnWorkOptions;
  readonly #settled = new Map<string, Promise<void>>();
}

/** A copy as a file of the reader's alone. */
function besideOf(model: OwnModel, path: string): OwnModel {
  // Its origin was said of the path that it had.
  return { ...model, name: PathExt.basename(path), path };
}
