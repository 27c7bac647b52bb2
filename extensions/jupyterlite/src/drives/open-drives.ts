import { Notification } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { DriveFiles } from '../drive/drive-files.ts';
import { FilesAway, type Files } from './files.ts';
import { FilesDrive } from './files-drive.ts';
import { SteppedFiles } from './stepped-files.ts';

/** By this name a kernel in another drive finds the site's. */
export const SITE = 'site';
/** What has a meaning in paths. */
const SEPARATORS = /[:/\\]/g;

/** A drive that was opened beside the site's. */
interface OpenDrive {
  readonly drive: FilesDrive;
  /** What kernels see of it. */
  readonly files: DriveFiles;
}

/** The drives that are open beside the site's. JupyterLab lets none go: of one that was closed the name stays. */
export class OpenDrives {
  constructor(contents: Contents.IManager) {
    this.#contents = contents;
  }

  get names(): readonly string[] {
    return [...this.#drives.keys()];
  }

  /** The files of an open drive, as kernels need them. */
  files(name: string): DriveFiles | null {
    return this.#drives.get(name)?.files ?? null;
  }

  /** A name for a drive, which no other has. */
  freeName(wanted: string): string {
    const name = wanted.replace(SEPARATORS, '-') || 'folder';
    for (let number = 1; ; number += 1) {
      const tried = number === 1 ? name : `${name} ${String(number)}`;
      // JupyterLab calls a drive that it does not know by the name of the site's, which is empty.
      if (tried !== SITE && this.#contents.driveName(`${tried}:`) === '') {
        return tried;
      }
    }
  }

  /** Open a drive, or have one that is there already hold other files. */
  open(name: string, files: Files): void {
    const open = this.#drives.get(name);
    if (open === undefined) {
      const drive = new FilesDrive(name, files);
      this.#drives.set(name, { drive, files: new SteppedFiles(drive, tellOnce()) });
      this.#contents.addDrive(drive);
      this.changed.emit(null);
    } else {
      open.drive.files = files;
    }
  }

  /**
   * Let a drive hold nothing any more.
   *
   * @param words for who goes on to use it.
   */
  close(name: string, words: string): void {
    const open = this.#drives.get(name);
    if (open !== undefined) {
      open.drive.files = new FilesAway(words);
    }
  }

  /** One was opened. */
  readonly changed = new Signal<this, null>(this);
  readonly #contents: Contents.IManager;
  readonly #drives = new Map<string, OpenDrive>();
}

/** Tells a reader of each failure once while it lasts: programs try again. */
function tellOnce(): (error: unknown) => void {
  const shown = new Map<string, string>();
  return (error) => {
    const words = error instanceof Error ? error.message : String(error);
    const isShown = Notification.manager.has(shown.get(words) ?? '');
    if (!isShown) {
      shown.set(words, Notification.error(words, { autoClose: false }));
    }
  };
}

export const IOpenDrives = new Token<OpenDrives>(
  '@lite-build/jupyterlite:IOpenDrives',
  'The drives that are open beside the site’s.',
);
