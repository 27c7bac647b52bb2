import {
  BLOCK_SIZE,
  ContentsAPI,
  DriveFS,
  type TDriveMethod,
  type TDriveRequest,
  type TDriveResponse,
} from '@jupyterlite/services/lib/contents/drivefs';
import { DIR_MODE, FILE_MODE, isDirMode } from '@jupyterlite/services/lib/contents/emscripten';
import type { FolderEntry } from '@lite-build/messages';
import type { FreeThread } from './free-thread.ts';
import { type Attributes, KnownFolders } from './known-folders.ts';
import type { AskPage } from './page.ts';

type NodeOperations = DriveFS['node_ops'];
type FileSystemNode = ReturnType<DriveFS['createNode']>;

export interface DriveOptions extends DriveFS.IOptions {
  /** How to ask the page by memory; null to ask by the service worker. */
  askPage: AskPage | null;
  /** The thread in which the drive hears of changes. */
  thread: FreeThread;
}

/** The operations after which a folder holds something else. */
const CHANGING = ['mknod', 'rename', 'unlink', 'rmdir'] as const;

/**
 * The contents of the site as a file system. As upstream's two drives do, it asks the page by the service worker, or by
 * memory that both share where there is such.
 *
 * Of the site's own contents it keeps what it is told of folders: Python asks for the date of each folder on its path
 * at every import, and lists it whenever a package was loaded.
 */
export class Drive extends DriveFS {
  constructor(options: DriveOptions) {
    super(options);
    this.#known = new KnownFolders(options.thread);
    if (options.driveName === '') {
      this.#keepFolders();
    }
  }

  /** Ask anew for what is known of folders: something in them changed. */
  forgetFolders(): void {
    this.#known.forget();
  }

  /** Keep what the page tells of a folder. */
  keepFolder(path: string, entries: readonly FolderEntry[]): void {
    this.#known.keepEntries(
      path,
      entries.map(({ name, isFolder }) => [name, isFolder ? DIR_MODE : FILE_MODE]),
    );
  }

  override createAPI(options: DriveOptions): ContentsAPI {
    const { askPage } = options;
    return askPage === null ? super.createAPI(options) : new SharedMemoryContents(options, askPage);
  }

  #keepFolders(): void {
    const operations = this.node_ops;
    const getattr = operations.getattr.bind(operations);
    const lookup = operations.lookup.bind(operations);
    const readdir = operations.readdir.bind(operations);
    operations.getattr = (value) => {
      const node = 'node' in value ? value.node : value;
      return isDirMode(node.mode) ? this.#attributesOf(node, getattr) : getattr(value);
    };
    operations.readdir = (value) => {
      const path = this.realPath('node' in value ? value.node : value);
      const names = this.#known.names(path) ?? this.#known.keepNames(path, readdir(value));
      return ['.', '..', ...names];
    };
    operations.lookup = (parent, name) => {
      const node = 'node' in parent ? parent.node : parent;
      const mode = this.#known.mode(this.realPath(node), name);
      return mode === null ? lookup(parent, name) : this.createNode(node, name, mode, 0);
    };
    for (const name of CHANGING) {
      const operation = operations[name].bind(operations) as (...values: unknown[]) => unknown;
      Object.assign(operations, {
        [name]: (...values: unknown[]) => {
          const result = operation(...values);
          this.#known.forget();
          return result;
        },
      });
    }
  }

  #attributesOf(folder: FileSystemNode, ask: NodeOperations['getattr']): Attributes {
    const path = this.realPath(folder);
    const known = this.#known.attributes(path);
    return known ?? this.#known.keepAttributes(path, this.#known.names(path) ? undated(folder) : ask(folder));
  }

  readonly #known: KnownFolders;
}

/** The attributes of a folder that is known to be there, as upstream has them for one with no date. */
function undated(folder: FileSystemNode): Attributes {
  const epoch = new Date(0);
  const dates = { atime: epoch, mtime: epoch, ctime: epoch };
  const sizes = { size: 0, blksize: BLOCK_SIZE, blocks: 0 };
  return { dev: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, ino: folder.id, mode: folder.mode, ...sizes, ...dates };
}

class SharedMemoryContents extends ContentsAPI {
  constructor(options: ContentsAPI.IOptions, askPage: AskPage) {
    super(options);
    this.#askPage = askPage;
  }

  override request<Method extends TDriveMethod>(request: TDriveRequest<Method>): TDriveResponse<Method> {
    return this.#askPage({ type: 'drive', request }) as TDriveResponse<Method>;
  }

  readonly #askPage: AskPage;
}
