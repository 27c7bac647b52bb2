import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DriveSource, Entry } from '@lite-build/drive';

/** A folder of this machine as what a drive shows. It is only read. */
export class FolderSource implements DriveSource {
  /**
   * @param folder absolute.
   */
  constructor(folder: string) {
    this.#folder = folder;
  }

  list(path: string): Entry[] {
    const folder = join(this.#folder, path);
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => {
        const { size, mtimeMs } = statSync(join(folder, entry.name));
        const isFolder = entry.isDirectory();
        const modified = Math.trunc(mtimeMs);
        return { name: entry.name, isFolder, size: isFolder ? 0 : size, modified, isPublished: true };
      });
  }

  read(path: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.#folder, path)));
  }

  readonly #folder: string;
}
