import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { BrowserStorageDrive } from '@jupyterlite/services';
import type { Signal } from '@lumino/signaling';
import { BrowserFiles } from './browser-files.ts';
import { IndexedStorage } from './indexed-storage.ts';
import { OwnWork } from '../versions/own-work.ts';
import { PublishedFiles } from './published-files.ts';
import { withOriginOfCopy } from '../versions/origin.ts';

/** Upstream's name for what holds the files, in the database of a site. */
const FILES_STORE = 'files';

/** What upstream's drive asks the site and tells its listeners with: private there, known by the pinned version. */
interface UpstreamsOwn {
  readonly _fileChanged: Signal<Contents.IDrive, Contents.IChangedArgs>;
  _getServerDirectory(path: string): Promise<ReadonlyMap<string, Contents.IModel>>;
  _getServerContents(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel | null>;
}

/**
 * Upstream's drive, for files of any name, whose folders are listed without reading the files.
 *
 * That of jupyterlite 0.8.6 decodes each name it is asked for, though nobody encoded it ("100% sure" is an error then),
 * and puts names into URLs as they are (what "#" or "?" begins is lost): docs/upstream.md.
 */
export class NamedFilesDrive extends BrowserStorageDrive {
  constructor(options: BrowserStorageDrive.IOptions) {
    super(options);
    const own = this as unknown as UpstreamsOwn;
    const announce = (change: Contents.IChangedArgs): void => {
      own._fileChanged.emit(change);
    };
    const storage = this.storage as unknown as Promise<IndexedStorage>;
    const { published } = this;
    own._getServerDirectory = (path) => published.list(path);
    own._getServerContents = async (path, fetched) => {
      const model = await published.find(path);
      // Of what the reader has a copy of, nothing has to be fetched.
      const isWanted = model?.type === 'directory' || !(await (await storage).models()).has(path);
      return await published.model(path, fetched?.content === true && isWanted);
    };
    this.ownWork = new OwnWork({ storage, published, announce });
    this.files = new BrowserFiles({
      storage,
      checkpoints: this.checkpoints,
      published,
      settled: (folder) => this.ownWork.settled(folder),
      given: (path) => this.ownWork.given(path),
      announce,
    });
    void storage.then((indexed) => {
      indexed.withOrigin = (path, model, stored) =>
        withOriginOfCopy(path, model, stored, (each) => published.version(each));
      indexed.changedElsewhere = (path, model) => {
        void published.find(path).then((present) => {
          const newValue = model ?? present;
          announce(
            newValue === null
              ? { type: 'delete', oldValue: { path }, newValue }
              : { type: 'save', oldValue: null, newValue },
          );
        });
      };
    });
  }

  /** What the site publishes. */
  readonly published = new PublishedFiles();

  /** What the reader has made beside it. */
  readonly ownWork: OwnWork;

  /** The files, as kernels need them. */
  readonly files: BrowserFiles;

  /** Upstream calls this before the class has fields of its own. */
  protected override createDefaultStorage(): ReturnType<BrowserStorageDrive['createDefaultStorage']> {
    const storage = super.createDefaultStorage();
    const { name } = this.defaultStorageOptions;
    const indexed = new IndexedStorage(storage, name ?? '', FILES_STORE);
    return indexed as unknown as typeof storage;
  }

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const local = path.replace(/^\//, '');
    await Promise.all([PathExt.dirname(local), local].map((folder) => this.ownWork.settled(folder)));
    if (options?.content === true) {
      await this.ownWork.given(local);
    }
    try {
      const model = await super.get(withstandingDecoding(path), options);
      return options?.content === true && model.type === 'directory'
        ? { ...model, content: await this.#withRelations(local, model.content as Contents.IModel[]) }
        : model;
    } catch (error) {
      // The addresses of a notebook's images are encoded by those who ask for them.
      const decoded = decodedName(path);
      if (options?.content !== true || decoded === path) {
        throw error;
      }
      await this.ownWork.given(decoded.replace(/^\//, ''));
      return await super.get(withstandingDecoding(decoded), options);
    }
  }

  /** A folder's entries, with what each is to what the site has: the file browser shows it. */
  async #withRelations(folder: string, entries: readonly Contents.IModel[]): Promise<Contents.IModel[]> {
    const relations = await this.ownWork.relations(folder);
    return entries.map((entry) => {
      const relation = relations.get(entry.name);
      return relation === undefined ? entry : { ...entry, relation };
    });
  }

  override async getDownloadUrl(path: string): Promise<string> {
    const isExact = await this.get(path).then(
      () => true,
      () => false,
    );
    await this.ownWork.given((isExact ? path : decodedName(path)).replace(/^\//, ''));
    return await super.getDownloadUrl(isExact ? withstandingDecoding(path) : path);
  }

  override async save(path: string, options?: Partial<Contents.IModel>): Promise<Contents.IModel> {
    try {
      return await super.save(withstandingDecoding(path), options);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') {
        throw new Error(
          `${path} was not saved: the browser gives this site no more storage. What was saved before is still there. ` +
            'Download your work (menu File), and remove files that you do not need.',
        );
      }
      throw error;
    }
  }

  override async delete(path: string): Promise<void> {
    await super.delete(withstandingDecoding(path));
  }

  override async rename(oldPath: string, newPath: string): Promise<Contents.IModel> {
    const { type } = await this.get(oldPath);
    if (type !== 'directory') {
      return await super.rename(withstandingDecoding(oldPath), newPath);
    }
    // Upstream joins the names of a folder's files as if they were URLs.
    const folder = await this.get(oldPath, { content: true });
    const renamed = { ...folder, name: PathExt.basename(newPath), path: newPath };
    await (await this.storage).setItem(newPath, { ...renamed, last_modified: new Date().toISOString() });
    await this.forgetPath(oldPath);
    for (const { name } of folder.content as Contents.IModel[]) {
      await this.rename(`${oldPath}/${name}`, `${newPath}/${name}`);
    }
    (this as unknown as UpstreamsOwn)._fileChanged.emit({
      type: 'rename',
      oldValue: { path: oldPath },
      newValue: renamed,
    });
    return renamed;
  }

  override async createCheckpoint(path: string): Promise<Contents.ICheckpointModel> {
    return await super.createCheckpoint(withstandingDecoding(path));
  }

  override async restoreCheckpoint(path: string, checkpoint: string): Promise<void> {
    await super.restoreCheckpoint(withstandingDecoding(path), checkpoint);
  }

  override async deleteCheckpoint(path: string, checkpoint: string): Promise<void> {
    await super.deleteCheckpoint(withstandingDecoding(path), checkpoint);
  }
}

function withstandingDecoding(path: string): string {
  return path.replaceAll('%', '%25');
}

function decodedName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
