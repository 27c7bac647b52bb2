import type { Contents } from '@jupyterlab/services';
import { ContentsFiles } from '../drive/contents-files.ts';
import type { DriveFiles } from '../drive/drive-files.ts';
import type { DrivesBeside } from '../drive/kernel-drives.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { type OpenDrives, SITE } from './open-drives.ts';

/** The drives of a page, as one of its kernels sees them. */
export class KernelsDrives implements DrivesBeside {
  /**
   * @param site the site's drive.
   * @param location the kernel's folder: it is in the kernel's own drive.
   */
  constructor(contents: Contents.IManager, site: Contents.IDrive | null, open: OpenDrives, location: string) {
    this.#contents = contents;
    this.#open = open;
    this.#ownName = contents.driveName(location);
    this.#site = site instanceof NamedFilesDrive ? site.files : new ContentsFiles(contents, '');
    this.changed = open.changed;
  }

  /** The files of the kernel's own drive. */
  get own(): DriveFiles {
    return this.#ownName === ''
      ? this.#site
      : (this.#open.files(this.#ownName) ?? new ContentsFiles(this.#contents, this.#ownName));
  }

  get names(): readonly string[] {
    const open = this.#open.names.filter((name) => name !== this.#ownName);
    return this.#ownName === '' ? open : [SITE, ...open];
  }

  files(name: string): DriveFiles | null {
    return name === SITE ? this.#site : this.#open.files(name);
  }

  readonly changed: DrivesBeside['changed'];
  readonly #contents: Contents.IManager;
  readonly #open: OpenDrives;
  readonly #ownName: string;
  readonly #site: DriveFiles;
}

/** By which name a kernel knows the drive of a path of JupyterLab's; its own has an empty one. */
export function nameForKernel(contents: Contents.IManager, location: string, path: string): string {
  const name = contents.driveName(path);
  return name === contents.driveName(location) ? '' : name === '' ? SITE : name;
}
