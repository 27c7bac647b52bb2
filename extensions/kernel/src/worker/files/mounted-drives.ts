import {
  DriveFileSystem,
  type DriveOptions,
  type EmscriptenFileSystem,
  type Failure,
} from '@lite-build/drive';
import type { AskPage } from '../page.ts';
import { PageDrive } from './drive.ts';

/** Where Python finds the drives beside its own, by their names. */
const DRIVES = '/drives';

export interface MountedDrivesOptions {
  readonly fileSystem: EmscriptenFileSystem;
  readonly thread: DriveOptions['thread'];
  readonly memory: DriveOptions['memory'];
  /** Where the kernel's own drive is mounted. */
  readonly root: string;
  /** By which the contents know the kernel's own drive; empty for the site's. */
  readonly ownName: string;
  readonly ask: AskPage;
  readonly siteUrl: string;
}

/** A drive, and its way to the page. */
interface Mounted {
  readonly page: PageDrive;
  readonly files: DriveFileSystem;
}

/** The drives of the page, as Python's files: the kernel's own, whose name is empty, and those beside it. */
export class MountedDrives {
  constructor(options: MountedDrivesOptions) {
    this.#options = options;
    this.own = this.#mount('', options.root);
    if (options.ownName !== '') {
      options.fileSystem.mkdirTree(DRIVES);
      options.fileSystem.symlink(options.root, `${DRIVES}/${options.ownName}`);
    }
  }

  /** Show drives that were not shown before. */
  mount(names: readonly string[]): void {
    for (const name of names.filter((each) => !this.#mounted.has(each))) {
      this.#mount(name, `${DRIVES}/${name}`);
    }
  }

  /** Others have changed what is at these paths of a drive. */
  noteChanges(drive: string, paths: readonly string[]): void {
    this.#mounted.get(drive)?.files.noteChanges(paths);
  }

  /** The page has stored a step of a drive's, but for what failed. */
  noteStored(drive: string, step: number, failures: readonly Failure[]): void {
    const mounted = this.#mounted.get(drive);
    mounted?.page.hear(step);
    mounted?.files.noteStored(step, failures);
  }

  /** Tell, often, that a program keeps the thread. */
  noteBusy(): void {
    for (const { files } of this.#mounted.values()) {
      files.noteBusy();
    }
  }

  /**
   * Store all that was written.
   *
   * @returns what could not be stored, and was not told yet.
   */
  async settle(): Promise<readonly Failure[]> {
    const failures = await Promise.all([...this.#mounted.values()].map(({ files }) => files.settle()));
    return failures.flat();
  }

  #mount(name: string, folder: string): DriveFileSystem {
    const { fileSystem, thread, memory, ask, siteUrl } = this.#options;
    const page = new PageDrive(name, ask, siteUrl);
    const files = new DriveFileSystem({ fileSystem, source: page, sink: page, thread, memory });
    fileSystem.mkdirTree(folder);
    fileSystem.mount(files, {}, folder);
    this.#mounted.set(name, { page, files });
    return files;
  }

  readonly #options: MountedDrivesOptions;
  readonly #mounted = new Map<string, Mounted>();
  /** The kernel's own. */
  readonly own: DriveFileSystem;
}
