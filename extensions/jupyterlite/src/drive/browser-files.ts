import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { FILE, MIME } from '@jupyterlite/services';
import type { Entry, Failure, SentChange, SentContent, Write } from '@lite-build/drive/changes';
import type { FileContent } from '@lite-build/messages';
import { contentOf, type DriveFiles, entryOf, failureOf, type Stored } from './drive-files.ts';
import type { OwnModel } from '../versions/origin.ts';
import type { IndexedStorage } from './indexed-storage.ts';
import { inseparable, type Plan } from './planned-step.ts';
import type { PublishedFiles } from './published-files.ts';

/** What the files of the site's drive are told of it. */
export interface BrowserFilesOptions {
  /** What the reader has made or changed. */
  storage: Promise<IndexedStorage>;
  checkpoints: Promise<{ keys(): Promise<string[]>; removeItem(key: string): Promise<void> }>;
  published: PublishedFiles;
  /** Have the copies in a folder be what they are to be, beside what the site has now. */
  settled: (folder: string) => Promise<void>;
  /** Have a copy that gives way be removed, if the site's file is to be had. */
  given: (path: string) => Promise<void>;
  /** Tell JupyterLab of a change. */
  announce: (change: Contents.IChangedArgs) => void;
}

/** The files of a site's own drive: what it publishes, and over it what the reader has made. */
export class BrowserFiles implements DriveFiles {
  constructor(options: BrowserFilesOptions) {
    this.#options = options;
  }

  async list(path: string): Promise<Entry[] | null> {
    await this.#options.settled(path);
    const storage = await this.#options.storage;
    const [stored, published] = await Promise.all([
      storage.modelsIn(path),
      this.#options.published.list(path),
    ]);
    const isThere =
      path === '' ||
      stored.size > 0 ||
      published.size > 0 ||
      (await storage.models()).get(path)?.type === 'directory' ||
      (await this.#options.published.find(path))?.type === 'directory';
    return isThere
      ? [
          ...[...stored.values()].map((model) => entryOf(model, false)),
          ...[...published.values()]
            .filter(({ name }) => !stored.has(name))
            // What is at a path where a copy is set aside is found out as it is read.
            .map((model) => entryOf(model, storage.asideAt(model.path) === null)),
        ]
      : null;
  }

  async read(path: string): Promise<FileContent | Blob | null> {
    await this.#options.settled(PathExt.dirname(path));
    await this.#options.given(path);
    const model = await (await this.#options.storage).getAsStored(path);
    if (model !== null) {
      const content: unknown = model.content;
      return model.type === 'directory' ? null : content instanceof Blob ? content : contentOf(model);
    }
    const content = await this.#options.published.read(path);
    return content === null ? null : new Blob([content]);
  }

  async store(changes: readonly SentChange[]): Promise<Stored> {
    await Promise.all(foldersOf(changes).map((folder) => this.#options.settled(folder)));
    const plan: Plan = new Map();
    const announced: Contents.IChangedArgs[] = [];
    const overwritten: string[] = [];
    const unplanned: Failure[] = [];
    for (const change of changes) {
      try {
        if (change.type === 'write' && (await this.#isUnknown(plan, change))) {
          overwritten.push(change.path);
        }
        announced.push(...(await this.#planFoldersOf(plan, change)), ...(await this.#plan(plan, change)));
      } catch (error) {
        unplanned.push(failureOf(change.path, error));
      }
    }
    const failures = [...unplanned, ...(await this.#commit(plan))];
    const failed = new Set(failures.map(({ path }) => path));
    const isStored = ({ newValue }: Contents.IChangedArgs): boolean => !failed.has(newValue?.path ?? '');
    return {
      failures,
      overwritten: overwritten.filter((path) => !failed.has(path)),
      announce: () => {
        announced.filter(isStored).forEach(this.#options.announce);
      },
    };
  }

  /** Remove the checkpoints of paths that have no files any more. */
  async forgetCheckpoints(paths: ReadonlySet<string>): Promise<void> {
    if (paths.size === 0) {
      return;
    }
    try {
      const checkpoints = await this.#options.checkpoints;
      const gone = (await checkpoints.keys()).filter((path) => paths.has(path));
      await Promise.all(gone.map((path) => checkpoints.removeItem(path)));
    } catch (error) {
      console.warn(error);
    }
  }

  /** Whether another version is at a path than the program knew. */
  async #isUnknown(plan: Plan, { path, base }: Write<SentContent>): Promise<boolean> {
    const present = await this.#modelAt(plan, path);
    return present !== null && base !== null && Date.parse(present.last_modified) !== base;
  }

  /** Plan that the folders which a change needs are there: others may have removed them. */
  async #planFoldersOf(plan: Plan, change: SentChange): Promise<Contents.IChangedArgs[]> {
    const announced: Contents.IChangedArgs[] = [];
    if (change.type !== 'remove') {
      const target = change.type === 'rename' ? change.to : change.path;
      const modified = change.type === 'rename' ? Date.now() : change.modified;
      for (let path = PathExt.dirname(target); path !== ''; path = PathExt.dirname(path)) {
        if ((await this.#modelAt(plan, path)) === null) {
          const model = modelOfFolder(path, modified);
          plan.set(path, { model, path: change.path });
          announced.unshift({ type: 'new', oldValue: null, newValue: model });
        }
      }
    }
    return announced;
  }

  /**
   * Plan a change.
   *
   * @returns what there is to tell of it.
   */
  async #plan(plan: Plan, change: SentChange): Promise<Contents.IChangedArgs[]> {
    const { path } = change;
    switch (change.type) {
      case 'write': {
        const model = modelOfFile(change, await this.#modelAt(plan, path));
        const stored = await (await this.#options.storage).models();
        const gone = change.without.filter((each) => stored.has(each));
        plan.set(path, { model, path });
        gone.forEach((each) => plan.set(each, { model: null, path: each }));
        return [
          { type: 'save', oldValue: null, newValue: { ...model, content: null } },
          ...gone.map((each) => deletionOf(each)),
        ];
      }
      case 'folder': {
        const model = modelOfFolder(path, change.modified);
        plan.set(path, { model, path });
        return [{ type: 'new', oldValue: null, newValue: model }];
      }
      case 'remove':
        plan.set(path, { model: null, path });
        return [deletionOf(path)];
      case 'rename': {
        const newValue = await this.#planMove(plan, path, change.to);
        return [{ type: 'rename', oldValue: { path }, newValue }];
      }
    }
  }

  /** Plan that all at and below a path has another one. */
  async #planMove(plan: Plan, from: string, to: string): Promise<Partial<Contents.IModel>> {
    const storage = await this.#options.storage;
    const isMoved = (path: string): boolean => path === from || path.startsWith(`${from}/`);
    const paths = new Set([...(await storage.models()).keys(), ...plan.keys()].filter(isMoved));
    for (const path of paths) {
      const planned = plan.get(path);
      const model = planned === undefined ? await storage.getAsStored(path) : planned.model;
      if (model !== null) {
        const newPath = to + path.slice(from.length);
        const moved = { ...model, name: PathExt.basename(newPath), path: newPath };
        plan.set(newPath, { model: moved, path: planned?.path ?? newPath });
        plan.set(path, { model: null, path, movedTo: newPath });
      }
    }
    return { ...plan.get(to)?.model, content: null, name: PathExt.basename(to), path: to };
  }

  /** Do what is planned, as one step if that is possible, else what is possible of it. */
  async #commit(plan: Plan): Promise<Failure[]> {
    const storage = await this.#options.storage;
    const changes = new Map([...plan].map(([path, { model }]) => [path, model]));
    await this.forgetCheckpoints(
      new Set([...plan].flatMap(([path, { model }]) => (model === null ? [path] : []))),
    );
    try {
      await storage.commit(changes);
      return [];
    } catch (error) {
      console.warn('A step could not be stored as one', error);
    }
    const failures: Failure[] = [];
    for (const group of inseparable(plan)) {
      const models = group.map(([path, { model }]) => [path, model] as const);
      await storage.commit(new Map(models)).catch((error: unknown) => {
        const written = group.filter(([, { model }]) => model !== null);
        const lost = written.length > 0 ? written : group;
        failures.push(...lost.map(([, { path }]) => failureOf(path, error)));
      });
    }
    return failures;
  }

  /** What is at a path, but for its content. */
  async #modelAt(plan: Plan, path: string): Promise<Contents.IModel | null> {
    const planned = plan.get(path);
    return planned === undefined
      ? ((await (await this.#options.storage).models()).get(path) ??
          (await this.#options.published.find(path)))
      : planned.model;
  }

  readonly #options: BrowserFilesOptions;
}

function foldersOf(changes: readonly SentChange[]): string[] {
  const paths = changes.flatMap((change) =>
    change.type === 'rename' ? [change.path, change.to] : [change.path],
  );
  return [...new Set(paths.map((path) => PathExt.dirname(path)))];
}

function deletionOf(path: string): Contents.IChangedArgs {
  return { type: 'delete', oldValue: { path }, newValue: null };
}

function modelOfFile(change: Write<SentContent>, present: Contents.IModel | null): OwnModel {
  const name = PathExt.basename(change.path);
  const extension = PathExt.extname(name);
  const modified = new Date(change.modified).toISOString();
  return {
    name,
    path: change.path,
    last_modified: modified,
    created: present?.created ?? modified,
    format: 'base64',
    mimetype: (extension === '' ? null : FILE.getType(extension)) ?? MIME.OCTET_STREAM,
    content: typeof change.content === 'string' ? change.content : new Blob([change.content]),
    size: change.size,
    writable: true,
    type: extension.toLowerCase() === '.ipynb' ? 'notebook' : 'file',
  };
}

function modelOfFolder(path: string, modified: number): OwnModel {
  const date = new Date(modified).toISOString();
  return {
    name: PathExt.basename(path),
    path,
    last_modified: date,
    created: date,
    format: 'json',
    mimetype: '',
    content: null,
    size: 0,
    writable: true,
    type: 'directory',
  };
}
