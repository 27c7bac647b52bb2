import {
  ContentsAPI,
  DriveFS,
  type TDriveMethod,
  type TDriveRequest,
  type TDriveResponse,
} from '@jupyterlite/services/lib/contents/drivefs';
import { isDirMode } from '@jupyterlite/services/lib/contents/emscripten';
import type { AskPage } from './page.ts';

type NodeOperations = DriveFS['node_ops'];
type Attributes = ReturnType<NodeOperations['getattr']>;
type FileSystemNode = ReturnType<DriveFS['createNode']>;

export interface DriveOptions extends DriveFS.IOptions {
  /** How to ask the page by memory; null to ask by the service worker. */
  askPage: AskPage | null;
}

/** The operations after which a folder holds something else. */
const CHANGING = ['mknod', 'rename', 'unlink', 'rmdir'] as const;

/**
 * The contents of the site as a file system. As upstream's two drives do, it asks the page by the service worker, or by
 * memory that both share where there is such.
 *
 * What it is told of a folder is kept until something changes: Python asks for the date of each folder on its path at
 * every import. That date is also the only sign by which Python sees that a module was added, and the contents have
 * none of their own for folders.
 */
export class Drive extends DriveFS {
  constructor(options: DriveOptions) {
    super(options);
    const getattr = this.node_ops.getattr.bind(this.node_ops);
    this.node_ops.getattr = (value) => {
      const node = 'node' in value ? value.node : value;
      return this.#isFolder(node) ? this.#attributesOfFolder(node, getattr) : getattr(value);
    };
    for (const name of CHANGING) {
      const operation = this.node_ops[name].bind(this.node_ops) as (...values: unknown[]) => unknown;
      this.node_ops[name] = ((...values: unknown[]): unknown => {
        const result = operation(...values);
        this.forget();
        return result;
      }) as never;
    }
  }

  /** Ask anew for what is known of folders: something in them changed. */
  forget(): void {
    this.#folders.clear();
    this.#changed = Math.max(Date.now(), this.#changed + 1);
  }

  override createAPI(options: DriveOptions): ContentsAPI {
    const { askPage } = options;
    return askPage === null ? super.createAPI(options) : new SharedMemoryContents(options, askPage);
  }

  #isFolder(node: FileSystemNode): boolean {
    return isDirMode(node.mode);
  }

  #attributesOfFolder(node: FileSystemNode, ask: NodeOperations['getattr']): Attributes {
    const path = this.realPath(node);
    const known = this.#folders.get(path);
    if (known !== undefined) {
      return { ...known };
    }
    const attributes = ask(node);
    const modified = new Date(Math.max(new Date(attributes.mtime).getTime(), this.#changed));
    const found = { ...attributes, mtime: modified, ctime: modified };
    this.#folders.set(path, found);
    return { ...found };
  }

  readonly #folders = new Map<string, Attributes>();
  #changed = 0;
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
