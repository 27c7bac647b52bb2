import { PathExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { entryAt, type Files } from './files.ts';
import { bytesOf, emptyContent, modelOf, withContent } from './models.ts';

const CHECKPOINT = 'last';
/** Names that JupyterLab gives to what is new, by its kind. */
const UNTITLED: Partial<Record<Contents.ContentType, readonly [stem: string, extension: string]>> = {
  directory: ['Untitled Folder', ''],
  notebook: ['Untitled', '.ipynb'],
};
/** The chunk by which an upload ends. */
const LAST_CHUNK = -1;

/** A place with files, as a drive of JupyterLab's. */
export class FilesDrive implements Contents.IDrive {
  /**
   * @param name by which paths name it: "NAME:path".
   * @param files which may be replaced, as by those that a reader has let the page have again.
   */
  constructor(name: string, files: Files) {
    this.name = name;
    this.#files = files;
    this.#unwatch = this.#watch(files);
  }

  get files(): Files {
    return this.#files;
  }

  set files(files: Files) {
    this.#unwatch();
    this.#files = files;
    this.#unwatch = this.#watch(files);
    this.announce({ type: 'save', oldValue: null, newValue: { path: '' } });
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#unwatch();
    for (const { address } of this.#shown.values()) {
      URL.revokeObjectURL(address);
    }
    Signal.clearData(this);
  }

  /** Tell JupyterLab of a change. */
  announce(change: Contents.IChangedArgs): void {
    this.fileChanged.emit(change);
  }

  async get(asked: string, options: Contents.IFetchOptions = {}): Promise<Contents.IModel> {
    const path = cleaned(asked);
    const model = await this.#model(path);
    if (options.content === false) {
      return model;
    }
    if (model.type === 'directory') {
      const entries = (await this.#files.list(path)) ?? [];
      const content = entries.map((entry) => modelOf(PathExt.join(path, entry.name), entry));
      return { ...model, format: 'json', content };
    }
    const content = await this.#files.read(path);
    if (content === null) {
      throw this.#missing(path);
    }
    return await withContent(model, content, options);
  }

  async getDownloadUrl(asked: string): Promise<string> {
    const path = cleaned(asked);
    const content = await this.#files.read(path);
    if (content === null) {
      throw this.#missing(path);
    }
    const { mimetype, last_modified: modified } = await this.#model(path);
    const version = `${modified} ${String(content.size)}`;
    const shown = this.#shown.get(path);
    if (shown?.version === version) {
      return shown.address;
    }
    URL.revokeObjectURL(shown?.address ?? '');
    // A page of its own would be of this site: its scripts could read all that the reader has here.
    const type = /html|xml$/.test(mimetype) && !/svg/.test(mimetype) ? 'application/octet-stream' : mimetype;
    const address = URL.createObjectURL(content.slice(0, content.size, type));
    this.#shown.set(path, { address, version });
    return address;
  }

  async newUntitled({ path = '', type, ext = '' }: Contents.ICreateOptions = {}): Promise<Contents.IModel> {
    const folder = cleaned(path);
    const [stem, extension] = UNTITLED[type ?? 'file'] ?? ['untitled', ext];
    const made = PathExt.join(folder, await this.#freeName(folder, stem, '', extension));
    await (type === 'directory' ? this.#files.makeFolder(made) : this.#files.write(made, emptyContent(type)));
    return await this.#changed('new', null, made);
  }

  async save(
    asked: string,
    options: Partial<Contents.IModel> & { chunk?: number } = {},
  ): Promise<Contents.IModel> {
    const path = cleaned(asked);
    if (options.type === 'directory') {
      await this.#files.makeFolder(path);
      return await this.#changed('save', null, path);
    }
    const parts = [...((options.chunk ?? 1) === 1 ? [] : (this.#chunks.get(path) ?? [])), bytesOf(options)];
    if (options.chunk !== undefined && options.chunk !== LAST_CHUNK) {
      this.#chunks.set(path, parts);
      const entry = { name: '', isFolder: false, size: 0, modified: Date.now(), isPublished: false };
      return modelOf(path, entry);
    }
    this.#chunks.delete(path);
    await this.#files.write(path, new Blob(parts));
    return await this.#changed('save', null, path);
  }

  async rename(from: string, to: string): Promise<Contents.IModel> {
    const [path, newPath] = [cleaned(from), cleaned(to)];
    if (path === newPath) {
      return await this.#model(path);
    }
    if ((await entryAt(this.#files, newPath)) !== null) {
      throw new Error(`There is a "${newPath}" already.`);
    }
    await this.#files.move(path, newPath);
    for (const [each, kept] of [...this.#checkpoints]) {
      const rest = within(each, path);
      if (rest !== null) {
        this.#checkpoints.delete(each);
        this.#checkpoints.set(newPath + rest, kept);
      }
    }
    return await this.#changed('rename', path, newPath);
  }

  async delete(asked: string): Promise<void> {
    const path = cleaned(asked);
    await this.#files.remove(path);
    for (const each of [...this.#checkpoints.keys()].filter((kept) => within(kept, path) !== null)) {
      this.#checkpoints.delete(each);
    }
    this.announce({ type: 'delete', oldValue: { path }, newValue: null });
  }

  async copy(asked: string, toFolder: string): Promise<Contents.IModel> {
    const [path, folder] = [cleaned(asked), cleaned(toFolder)];
    const content = await this.#files.read(path);
    if (content === null) {
      throw new Error(`"${path}" cannot be copied: it is no file.`);
    }
    const extension = PathExt.extname(path);
    const stem = PathExt.basename(path, extension);
    const copied = PathExt.join(folder, await this.#freeName(folder, stem, '-Copy', extension));
    await this.#files.write(copied, content);
    return await this.#changed('new', null, copied);
  }

  async createCheckpoint(asked: string): Promise<Contents.ICheckpointModel> {
    const path = cleaned(asked);
    const content = await this.#files.read(path);
    if (content === null) {
      throw this.#missing(path);
    }
    // In memory: what is read from a folder later is what is in it by then.
    const kept = new Blob([await content.arrayBuffer()]);
    const checkpoint = { id: CHECKPOINT, last_modified: new Date().toISOString() };
    this.#checkpoints.set(path, { content: kept, checkpoint });
    return checkpoint;
  }

  listCheckpoints(asked: string): Promise<Contents.ICheckpointModel[]> {
    const kept = this.#checkpoints.get(cleaned(asked));
    return Promise.resolve(kept === undefined ? [] : [kept.checkpoint]);
  }

  async restoreCheckpoint(asked: string): Promise<void> {
    const path = cleaned(asked);
    const kept = this.#checkpoints.get(path);
    if (kept === undefined) {
      throw new Error(`Of "${path}" no earlier state is kept in this page.`);
    }
    await this.#files.write(path, kept.content);
  }

  deleteCheckpoint(asked: string): Promise<void> {
    this.#checkpoints.delete(cleaned(asked));
    return Promise.resolve();
  }

  async #model(path: string): Promise<Contents.IModel> {
    if (path === '') {
      return modelOf('', { name: '', isFolder: true, size: 0, modified: 0, isPublished: false });
    }
    const entry = await entryAt(this.#files, path);
    if (entry === null) {
      throw this.#missing(path);
    }
    return modelOf(path, entry);
  }

  async #changed(
    type: 'new' | 'rename' | 'save',
    from: string | null,
    path: string,
  ): Promise<Contents.IModel> {
    const model = await this.#model(path);
    this.announce({ type, oldValue: from === null ? null : { path: from }, newValue: model });
    return model;
  }

  /** A name that nothing in a folder has yet. */
  async #freeName(folder: string, stem: string, mark: string, extension: string): Promise<string> {
    const entries = (await this.#files.list(folder)) ?? [];
    const taken = new Set(entries.map(({ name }) => name.toLowerCase()));
    for (let number = mark === '' ? 0 : 1; ; number += 1) {
      const name = `${stem}${mark}${number === 0 ? '' : String(number)}${extension}`;
      if (!taken.has(name.toLowerCase())) {
        return name;
      }
    }
  }

  #missing(path: string): Error {
    const words = `There is no "${path}" in "${this.name}".`;
    return new ServerConnection.ResponseError(new Response(null, { status: 404 }), words);
  }

  #watch(files: Files): () => void {
    return files.watch((paths) => {
      for (const path of paths) {
        this.announce({ type: 'save', oldValue: null, newValue: { path } });
      }
    });
  }

  readonly name: string;
  readonly serverSettings = ServerConnection.makeSettings();
  readonly fileChanged: Signal<Contents.IDrive, Contents.IChangedArgs> = new Signal<
    Contents.IDrive,
    Contents.IChangedArgs
  >(this);
  #files: Files;
  #unwatch: () => void;
  #isDisposed = false;
  /** Addresses of files as they are, which a page may show several times. */
  readonly #shown = new Map<string, { readonly address: string; readonly version: string }>();
  readonly #chunks = new Map<string, Blob[]>();
  readonly #checkpoints = new Map<string, { content: Blob; checkpoint: Contents.ICheckpointModel }>();
}

/**
 * A path without slashes at its ends.
 *
 * @throws Error where it leads out of the drive.
 */
export function cleaned(path: string): string {
  const inside = PathExt.normalize(path).replace(/^(?:\.?\/)+|^\.$|\/+$/g, '');
  if (inside.split('/').includes('..')) {
    throw new Error(`"${path}" leads out of the drive.`);
  }
  return inside;
}

/** What of a path follows a file or folder that is moved; null where it is not in it. */
function within(path: string, moved: string): string | null {
  return path === moved || path.startsWith(`${moved}/`) ? path.slice(moved.length) : null;
}
