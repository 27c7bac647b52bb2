import type { OwnModel } from '../versions/origin.ts';

/** A copy is not any more what it was when it was decided about. */
export class ChangedElsewhere extends Error {
  constructor(path: string) {
    super(`${path} was changed in another tab`);
  }
}

/** A connection of our own to localForage's database of files: localForage stores one file at a time. */
export class FilesDatabase {
  /**
   * @param name of the database.
   * @param storeName of the files in it.
   */
  constructor(name: string, storeName: string) {
    this.#name = name;
    this.#storeName = storeName;
  }

  /**
   * Store and remove in one transaction.
   *
   * @param changes by paths; null removes.
   * @param expected what has to be stored until then, by paths; null where nothing is. Else nothing is done.
   * @returns false where there is no such database; then nothing was done.
   * @throws DOMException where the storage is full, or fails.
   * @throws ChangedElsewhere where something else is stored than expected.
   */
  async commit(
    changes: ReadonlyMap<string, OwnModel | null>,
    expected: ReadonlyMap<string, OwnModel | null>,
  ): Promise<boolean> {
    const database = await this.#open();
    if (database === null) {
      return false;
    }
    const transaction = database.transaction(this.#storeName, 'readwrite');
    const ended = Promise.withResolvers<null>();
    let refusal: unknown = null;
    transaction.addEventListener('complete', () => {
      ended.resolve(null);
    });
    transaction.addEventListener('abort', () => {
      ended.reject(refusal ?? transaction.error ?? new Error('the browser has ended the transaction'));
    });
    const store = transaction.objectStore(this.#storeName);
    for (const [path, model] of expected) {
      const request = store.get(path);
      request.addEventListener('success', () => {
        try {
          checkExpected(path, model, request.result as OwnModel | undefined);
        } catch (error) {
          refusal = error;
          transaction.abort();
        }
      });
    }
    for (const [key, model] of changes) {
      if (model === null) {
        store.delete(key);
      } else {
        store.put(model, key);
      }
    }
    await ended.promise;
    return true;
  }

  async #open(): Promise<IDBDatabase | null> {
    if (this.#database === null) {
      const database = this.#connect();
      this.#database = database;
      database.catch(() => {
        if (this.#database === database) {
          this.#database = null;
        }
      });
    }
    return await this.#database;
  }

  async #connect(): Promise<IDBDatabase | null> {
    return await new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name);
      request.addEventListener('error', () => {
        reject(request.error ?? new Error('the database cannot be opened'));
      });
      request.addEventListener('success', () => {
        const database = request.result;
        const forget = (): void => {
          this.#database = null;
        };
        database.addEventListener('close', forget);
        database.addEventListener('versionchange', () => {
          // localForage adds a store, and waits for all connections.
          database.close();
          forget();
        });
        resolve(database.objectStoreNames.contains(this.#storeName) ? database : null);
      });
    });
  }

  readonly #name: string;
  readonly #storeName: string;
  #database: Promise<IDBDatabase | null> | null = null;
}

/** @throws ChangedElsewhere where something else is stored than expected. */
export function checkExpected(
  path: string,
  expected: OwnModel | null,
  present: OwnModel | null | undefined,
): void {
  if (present?.last_modified !== expected?.last_modified) {
    throw new ChangedElsewhere(path);
  }
}
