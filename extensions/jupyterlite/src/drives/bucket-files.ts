import { PathExt } from '@jupyterlab/coreutils';
import type { Entry } from '@lite-build/drive/changes';
import { BucketRefusal, type BucketRequests } from './bucket-requests.ts';
import type { Files } from './files.ts';

/** A bucket as S3 has them: objects by keys, of which those with slashes stand for files in folders. */
export class BucketFiles implements Files {
  constructor(requests: BucketRequests) {
    this.#requests = requests;
  }

  async list(folder: string): Promise<Entry[] | null> {
    const prefix = folder === '' ? '' : `${folder}/`;
    const { objects, folders } = await this.#listed(prefix, '/');
    if (folder !== '' && objects.length + folders.length === 0) {
      return null;
    }
    const entries = new Map<string, Entry>();
    for (const path of folders) {
      const name = path.slice(prefix.length, -1);
      entries.set(name, { name, isFolder: true, size: 0, modified: 0, isPublished: false });
    }
    for (const { key, size, modified } of objects) {
      const name = key.slice(prefix.length);
      // A name that is a folder's too is the file's: only one of them can be shown.
      entries.set(name, { name, isFolder: false, size, modified, isPublished: false });
    }
    // The object of the folder itself, and what lies between two slashes.
    entries.delete('');
    return [...entries.values()];
  }

  async read(path: string): Promise<Blob | null> {
    try {
      return await (await this.#requests.send('GET', path)).blob();
    } catch (error) {
      if (error instanceof BucketRefusal && error.code === 'NoSuchKey') {
        return null;
      }
      throw error;
    }
  }

  async write(path: string, content: Blob): Promise<void> {
    await this.#requests.send('PUT', path, { body: content });
  }

  async makeFolder(path: string): Promise<void> {
    await this.#requests.send('PUT', `${path}/`, { body: new Blob() });
  }

  async move(path: string, to: string): Promise<void> {
    if (to.startsWith(`${path}/`)) {
      throw new Error(`"${path}" cannot be moved into itself.`);
    }
    const keys = await this.#keysAt(path);
    if (keys.length === 0) {
      throw new Error(`"${path}" is not in the bucket any more.`);
    }
    const copied: string[] = [];
    try {
      for (const key of keys) {
        const target = to + key.slice(path.length);
        await this.#requests.copy(key, target);
        copied.push(target);
      }
    } catch (error) {
      await this.#removeKeys(copied).catch(() => undefined);
      throw error;
    }
    // Nothing is removed before all of it is there.
    await this.#removeKeys(keys);
    await this.#keepFolder(PathExt.dirname(path));
  }

  async remove(path: string): Promise<void> {
    await this.#removeKeys(await this.#keysAt(path));
    await this.#keepFolder(PathExt.dirname(path));
  }

  /** A bucket tells nobody of changes: who comes back to the page may have made some elsewhere. */
  watch(changed: (paths: readonly string[]) => void): () => void {
    const mayHaveChanged = (): void => {
      changed(['']);
    };
    window.addEventListener('focus', mayHaveChanged);
    return () => {
      window.removeEventListener('focus', mayHaveChanged);
    };
  }

  /** The keys of a file, or of a folder and all that is in it. */
  async #keysAt(path: string): Promise<string[]> {
    const { objects } = await this.#listed(path, '');
    const keys = objects.map(({ key }) => key);
    return keys.filter((key) => key === path || key.startsWith(`${path}/`));
  }

  async #removeKeys(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#requests.send('DELETE', key);
    }
  }

  /** A folder of which the last file goes would go with it. */
  async #keepFolder(folder: string): Promise<void> {
    if (folder !== '' && (await this.list(folder)) === null) {
      await this.makeFolder(folder);
    }
  }

  async #listed(prefix: string, delimiter: string): Promise<Listed> {
    const listed: Listed = { objects: [], folders: [] };
    let token: string | null = null;
    do {
      const query: Record<string, string> = { 'list-type': '2', prefix, delimiter };
      const response = await this.#requests.send('GET', '', {
        query: token === null ? query : { ...query, 'continuation-token': token },
      });
      const page = new DOMParser().parseFromString(await response.text(), 'application/xml');
      if (page.documentElement.localName !== 'ListBucketResult') {
        throw this.#requests.otherServer(response.status);
      }
      for (const object of page.querySelectorAll('Contents')) {
        listed.objects.push({
          key: textIn(object, 'Key'),
          size: Number(textIn(object, 'Size')),
          modified: Date.parse(textIn(object, 'LastModified')) || 0,
        });
      }
      for (const folder of page.querySelectorAll('CommonPrefixes')) {
        listed.folders.push(textIn(folder, 'Prefix'));
      }
      token = page.querySelector('NextContinuationToken')?.textContent ?? null;
    } while (token !== null);
    return listed;
  }

  readonly #requests: BucketRequests;
}

interface Listed {
  readonly objects: { readonly key: string; readonly size: number; readonly modified: number }[];
  readonly folders: string[];
}

function textIn(element: Element, tag: string): string {
  return element.querySelector(`:scope > ${tag}`)?.textContent ?? '';
}
