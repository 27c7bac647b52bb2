/** The browser's own database of what pages keep; of one origin, so each key begins with the site. */
const DATABASE = 'lite-build.storage';
const STORE = 'values';

/** Keeps values from one visit to the next, by names and keys. */
export class BrowserStore {
  /** @param site its root: those of two sites of one host are no business of each other's. */
  constructor(site: string) {
    this.#site = site;
  }

  /**
   * All that is kept by a name.
   *
   * @throws Error if the browser keeps nothing, as in some private windows.
   */
  async read(name: string): Promise<Record<string, unknown>> {
    const database = await this.#open();
    const store = database.transaction(STORE).objectStore(STORE);
    const range = IDBKeyRange.bound([this.#site, name], [this.#site, name, []]);
    const [keys, values] = await Promise.all([answer(store.getAllKeys(range)), answer(store.getAll(range))]);
    return Object.fromEntries(
      (keys as [string, string, string][]).map(([, , key], index) => [key, values[index] as unknown]),
    );
  }

  /**
   * Keep values by their keys, and forget others.
   *
   * @throws Error if the browser cannot keep it, as when its place is full.
   */
  async write(
    name: string,
    values: Readonly<Record<string, unknown>>,
    gone: readonly string[],
  ): Promise<void> {
    const database = await this.#open();
    const transaction = database.transaction(STORE, 'readwrite');
    const store = transaction.objectStore(STORE);
    for (const key of gone) {
      store.delete([this.#site, name, key]);
    }
    for (const [key, value] of Object.entries(values)) {
      store.put(value, [this.#site, name, key]);
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    transaction.oncomplete = () => {
      resolve(undefined);
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('the browser has kept nothing'));
    };
    await promise;
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= openDatabase();
    // Whoever asks next tries once more.
    this.#opened.catch(() => {
      this.#opened = null;
    });
    return this.#opened;
  }

  readonly #site: string;
  #opened: Promise<IDBDatabase> | null = null;
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return await answer(request);
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  request.onsuccess = () => {
    resolve(request.result);
  };
  request.onerror = () => {
    reject(request.error ?? new Error('the browser has not answered'));
  };
  return promise;
}
