const STORE = 'folders';

/** The folders that a reader has opened, kept by the browser for the site: the leave to use them, not their files. */
export class KeptFolders {
  /** @param site by which the sites of one host are told apart. */
  constructor(site: string) {
    this.#name = `lite-build folders - ${site}`;
  }

  /** Those that are kept, by the names of their drives. */
  async all(): Promise<ReadonlyMap<string, FileSystemDirectoryHandle>> {
    const database = await this.#open();
    const store = database.transaction(STORE).objectStore(STORE);
    const [names, handles] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    database.close();
    return new Map(names.map((name, index) => [name as string, handles[index] as FileSystemDirectoryHandle]));
  }

  async keep(name: string, folder: FileSystemDirectoryHandle): Promise<void> {
    await this.#change((store) => store.put(folder, name));
  }

  async forget(name: string): Promise<void> {
    await this.#change((store) => store.delete(name));
  }

  async #change(change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const database = await this.#open();
    await done(change(database.transaction(STORE, 'readwrite').objectStore(STORE)));
    database.close();
  }

  async #open(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.#name, 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(STORE);
    });
    return await done(request);
  }

  readonly #name: string;
}

async function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return await new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('the database cannot be opened'));
    });
  });
}
