import { toBase64 } from '@lite-build/drive/base64';
import type { OwnModel } from '../versions/origin.ts';
import { ChangedElsewhere, checkExpected, FilesDatabase } from './files-database.ts';

/** The part of localForage's interface that upstream's drive uses. */
export interface Storage {
  driver(): string;
  ready(): Promise<void>;
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: unknown): Promise<unknown>;
  removeItem(key: string): Promise<void>;
  clear(): Promise<void>;
  iterate(callback: (value: unknown, key: string, number: number) => unknown): Promise<unknown>;
}

/** localForage's name for a storage in IndexedDB. */
const INDEXED_DB = 'asyncStorage';

/** So many files that another page has changed are not looked at one by one. */
const MANY = 200;

/**
 * Upstream's storage of files, which knows what it holds: to list a folder, upstream has the content of every stored file
 * read. Many files can be stored as one step, where the browser has IndexedDB. Pages of one site hear of each other.
 */
export class IndexedStorage implements Storage {
  /**
   * @param storage localForage's.
   * @param name of the database.
   * @param storeName of the files in it.
   */
  constructor(storage: Storage, name: string, storeName: string) {
    this.#storage = storage;
    this.#database = new FilesDatabase(name, storeName);
    this.#channel = new BroadcastChannel(`lite-build files: ${name}`);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<string[]>) => {
      this.#hear(data).catch((error: unknown) => {
        this.#models = null;
        console.warn(error);
      });
    });
  }

  /** Is called with what another page has changed: each path, and what is there now, or null. */
  changedElsewhere: (path: string, model: OwnModel | null) => void = () => undefined;

  /** Gives what is about to be stored at a path the origin that is remembered with it. */
  withOrigin: (path: string, model: OwnModel, stored: OwnModel | undefined) => Promise<OwnModel> = (
    _,
    model,
  ) => Promise.resolve(model);

  /** Hear of other pages no more. */
  close(): void {
    this.#channel.close();
  }

  driver(): string {
    return this.#storage.driver();
  }

  async ready(): Promise<void> {
    await this.#storage.ready();
  }

  /** Why what is stored will not be kept, in words; null where it will. */
  async reasonOfNotKeeping(): Promise<string | null> {
    try {
      await this.ready();
      await this.models();
      return null;
    } catch (error) {
      return `The browser does not let this site store anything (${String(error)}). Some do not in private windows, or where cookies are blocked. Download what you want to keep before you close this tab.`;
    }
  }

  /** What is stored, as upstream and JupyterLab know it. */
  async getItem(key: string): Promise<OwnModel | null> {
    const model = await this.getAsStored(key);
    return model === null ? null : await inBase64(model);
  }

  /** What is stored; the content of what is large is a `Blob`. */
  async getAsStored(key: string): Promise<OwnModel | null> {
    const model = await this.#present(key);
    return model !== null && this.#isAside(key, model) ? null : model;
  }

  /** What is set aside at a path. */
  asideAt(path: string): OwnModel | null {
    return this.#aside.get(path) ?? null;
  }

  /** Have a file be as if it were not stored, in this page: until something is stored there, or it is had back. */
  async setAside(model: OwnModel): Promise<void> {
    const models = (await this.models()) as Map<string, OwnModel>;
    if (models.get(model.path)?.last_modified === model.last_modified) {
      this.#aside.set(model.path, model);
      this.#keep(models, model.path, null);
    }
  }

  /** Have a file again that was set aside. */
  async haveBack(path: string): Promise<OwnModel | null> {
    const models = (await this.models()) as Map<string, OwnModel>;
    const stored = await this.#present(path);
    const model = stored === null ? null : withoutContent(stored);
    this.#aside.delete(path);
    this.#keep(models, path, model);
    return model;
  }

  async setItem(key: string, value: OwnModel): Promise<OwnModel> {
    const model = await this.withOrigin(key, value, (await this.models()).get(key));
    await this.#storage.setItem(key, model);
    await this.#note(new Map([[key, model]]));
    return model;
  }

  async removeItem(key: string): Promise<void> {
    await this.#storage.removeItem(key);
    await this.#note(new Map([[key, null]]));
  }

  async clear(): Promise<void> {
    const keys = await this.keys();
    await this.#storage.clear();
    await this.#note(new Map(keys.map((key) => [key, null])));
  }

  async keys(): Promise<string[]> {
    return [...(await this.models()).keys()];
  }

  /** Call with each file, but for its content. */
  async iterate(callback: (value: OwnModel, key: string, number: number) => unknown): Promise<void> {
    let number = 0;
    for (const [key, model] of await this.models()) {
      number += 1;
      callback(model, key, number);
    }
  }

  /** All that is stored, by its path, but for contents. */
  async models(): Promise<ReadonlyMap<string, OwnModel>> {
    if (this.#models === null) {
      const models = this.#read();
      this.#models = models;
      models.catch(() => {
        // The browser may well answer the next time.
        if (this.#models === models) {
          this.#models = null;
        }
      });
    }
    return await this.#models;
  }

  /** What is stored in a folder, by its name, but for contents. */
  async modelsIn(folder: string): Promise<ReadonlyMap<string, OwnModel>> {
    await this.models();
    return this.#folders.get(folder) ?? new Map();
  }

  /**
   * Store and remove, as one step where the browser has IndexedDB, else one after the other.
   *
   * @param models by paths; null removes. The content of what is large may be a `Blob`.
   * @param expected what has to be stored until then, by paths; null where nothing is. Else nothing is done.
   * @throws DOMException where the storage is full, or fails.
   * @throws ChangedElsewhere where something else is stored than expected.
   */
  async commit(
    models: ReadonlyMap<string, OwnModel | null>,
    expected: ReadonlyMap<string, OwnModel | null> = new Map(),
  ): Promise<void> {
    const stored = await this.models();
    const changes = new Map<string, OwnModel | null>();
    for (const [key, model] of models) {
      changes.set(key, model === null ? null : await this.withOrigin(key, model, stored.get(key)));
    }
    // What is set aside is nothing to whoever expects nothing.
    const present = new Map([...expected].map(([path, model]) => [path, model ?? this.asideAt(path)]));
    try {
      await this.#commit(changes, present);
    } catch (error) {
      const hasBlobs = [...changes.values()].some((model) => (model?.content as unknown) instanceof Blob);
      const isFinal =
        error instanceof ChangedElsewhere ||
        (error instanceof DOMException && error.name === 'QuotaExceededError');
      if (!hasBlobs || isFinal) {
        throw error;
      }
      // Some engines store none in some windows.
      const small = [...changes].map(
        async ([key, model]) => [key, model === null ? null : await inBase64(model)] as const,
      );
      await this.#commit(new Map(await Promise.all(small)), present);
    }
  }

  async #commit(
    changes: ReadonlyMap<string, OwnModel | null>,
    expected: ReadonlyMap<string, OwnModel | null>,
  ): Promise<void> {
    await this.ready();
    const isDone = this.#storage.driver() === INDEXED_DB && (await this.#database.commit(changes, expected));
    if (!isDone) {
      for (const [path, model] of expected) {
        checkExpected(path, model, await this.#present(path));
      }
      for (const [key, model] of changes) {
        await (model === null
          ? this.#storage.removeItem(key)
          : this.#storage.setItem(key, await inBase64(model)));
      }
    }
    await this.#note(changes);
  }

  async #read(): Promise<Map<string, OwnModel>> {
    const models = new Map<string, OwnModel>();
    this.#folders.clear();
    await this.#storage.iterate((value, key) => {
      const model = value as OwnModel;
      this.#keep(models, key, this.#isAside(key, model) ? null : withoutContent(model));
    });
    return models;
  }

  /** Keep in mind what was stored, and tell other pages. */
  async #note(changes: ReadonlyMap<string, OwnModel | null>): Promise<void> {
    this.#channel.postMessage([...changes.keys()]);
    changes.forEach((_, key) => this.#aside.delete(key));
    // What is not in mind is read, with these, when it is asked for.
    const models = (await this.#models?.catch(() => null)) ?? null;
    if (models !== null) {
      for (const [key, model] of changes) {
        this.#keep(models, key, model === null ? null : withoutContent(model));
      }
    }
  }

  #keep(models: Map<string, OwnModel>, key: string, model: OwnModel | null): void {
    const folder = folderOf(key);
    const name = folder === '' ? key : key.slice(folder.length + 1);
    const entries = this.#folders.get(folder) ?? new Map<string, OwnModel>();
    this.#folders.set(folder, entries);
    if (model === null) {
      models.delete(key);
      entries.delete(name);
    } else {
      models.set(key, model);
      entries.set(name, model);
    }
  }

  /** Another page has changed files. Of very many, one is told for each folder: who hears of it looks into the folder. */
  async #hear(keys: readonly string[]): Promise<void> {
    if (keys.length > MANY) {
      this.#models = null;
      const models = await this.models();
      const told = new Map(keys.map((key) => [folderOf(key), key]));
      for (const key of told.values()) {
        this.changedElsewhere(key, models.get(key) ?? null);
      }
      return;
    }
    for (const key of keys) {
      const model = await this.haveBack(key);
      this.changedElsewhere(key, model);
    }
  }

  async #present(key: string): Promise<OwnModel | null> {
    // That in memory has undefined for what is not there.
    return ((await this.#storage.getItem(key)) as OwnModel | null | undefined) ?? null;
  }

  #isAside(key: string, model: OwnModel): boolean {
    return this.#aside.get(key)?.last_modified === model.last_modified;
  }

  readonly #storage: Storage;
  /** Files that are stored and not shown, by paths. */
  readonly #aside = new Map<string, OwnModel>();
  readonly #channel: BroadcastChannel;
  readonly #folders = new Map<string, Map<string, OwnModel>>();
  #models: Promise<Map<string, OwnModel>> | null = null;
  readonly #database: FilesDatabase;
}

async function inBase64(model: OwnModel): Promise<OwnModel> {
  const content: unknown = model.content;
  return content instanceof Blob
    ? { ...model, content: toBase64(new Uint8Array(await content.arrayBuffer())) }
    : model;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function withoutContent(model: OwnModel): OwnModel {
  const content: unknown = model.content;
  const size = model.size ?? (typeof content === 'string' ? content.length : 0);
  return { ...model, content: null, size };
}
