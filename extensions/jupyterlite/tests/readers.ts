import { afterEach } from 'node:test';
import { type Version, versionOf } from '@lite-build/messages/digests';
import { IndexedStorage, type Storage } from '../src/drive/indexed-storage.ts';
import { type OwnModel, withOriginOfCopy } from '../src/versions/origin.ts';
import { OwnWork, type PublishedVersions } from '../src/versions/own-work.ts';

/** What a browser keeps from one page to the next. */
export class Browser {
  readonly stored = new Map<string, OwnModel>();
  isFull = false;

  storage(): Storage {
    const { stored } = this;
    return {
      driver: () => 'memory',
      ready: () => Promise.resolve(),
      getItem: (key) => Promise.resolve(stored.get(key) ?? null),
      setItem: (key, value) => {
        if (this.isFull) {
          return Promise.reject(new DOMException('full', 'QuotaExceededError'));
        }
        stored.set(key, value as OwnModel);
        return Promise.resolve(value);
      },
      removeItem: (key) => Promise.resolve(void stored.delete(key)),
      clear: () => {
        stored.clear();
        return Promise.resolve();
      },
      iterate: (callback) => {
        [...stored].forEach(([key, value], index) => callback(value, key, index));
        return Promise.resolve(null);
      },
    };
  }
}

/** A site as it is published now: texts by paths. */
export class Site implements PublishedVersions {
  constructor(files: ReadonlyMap<string, string>) {
    this.files = files;
  }

  readonly files: ReadonlyMap<string, string>;
  /** Whether files are to be had, and not listings alone. */
  isThere = true;

  async version(path: string): Promise<Version | null> {
    const text = this.files.get(path);
    return text === undefined ? null : await versionOf(path, new TextEncoder().encode(text));
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const text = this.isThere ? this.files.get(path) : undefined;
    return await Promise.resolve(text === undefined ? null : new TextEncoder().encode(text));
  }

  async find(path: string): Promise<OwnModel | null> {
    return this.files.has(path) ? await Promise.resolve(modelOf(path, '')) : null;
  }
}

/** A page of a site in a browser. */
export class Page {
  constructor(browser: Browser, site: Site) {
    this.storage = new IndexedStorage(browser.storage(), 'test', 'files');
    this.storage.withOrigin = (path, model, stored) =>
      withOriginOfCopy(path, model, stored, (each) => site.version(each));
    const storage = Promise.resolve(this.storage);
    this.work = new OwnWork({ storage, published: site, announce: () => undefined });
    pages.add(this.storage);
  }

  readonly storage: IndexedStorage;
  readonly work: OwnWork;

  async save(path: string, text: string): Promise<void> {
    await this.work.settled('');
    await this.storage.setItem(path, modelOf(path, text));
  }
}

const pages = new Set<IndexedStorage>();
let clock = 0;

/** A text file that was saved just now. */
export function modelOf(path: string, content: string): OwnModel {
  clock += 1;
  const last_modified = new Date(clock).toISOString();
  return {
    name: path,
    path,
    content,
    last_modified,
    created: last_modified,
    type: 'file',
    format: 'text',
    mimetype: 'text/plain',
    writable: true,
  };
}

/** The texts of all that is stored. */
export const texts = (browser: Browser): string[] =>
  [...browser.stored.values()].map(({ content }) => String(content));

afterEach(() => {
  pages.forEach((storage) => {
    storage.close();
  });
  pages.clear();
});
