import { PathExt } from '@jupyterlab/coreutils';
import { unzipSync, zipSync } from 'fflate';
import type { Origin } from '../versions/decision.ts';

/** A file of the reader's, as an archive has it. */
export interface WorkFile {
  readonly path: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** In milliseconds since 1970. */
  readonly modified: number;
  /** What it was made from; undefined where that is not known. */
  readonly origin: Origin | undefined;
}

/** What is in an archive. */
export interface UnpackedWork {
  readonly files: readonly WorkFile[];
  /** Names in it that a site cannot have, or that lead out of it. */
  readonly odd: readonly string[];
}

/** An archive that cannot be brought in, in words. */
export class UnusableArchive extends Error {}

/** In the archive: what each file was made from. */
const ORIGINS = '.lite-build-origins.json';
/** How much an archive may hold, in bytes: more than that is none that a page has made, or would fill the browser. */
const LARGEST = 512 * 2 ** 20;
const MANY_FILES = 20_000;
/** The years that an archive can name. */
const [FIRST_DATE, LAST_DATE] = [Date.UTC(1980, 0, 2), Date.UTC(2099, 11, 30)];

/** Put files into a zip. */
export function packWork(files: readonly WorkFile[]): Uint8Array<ArrayBuffer> {
  const origins = Object.fromEntries(files.map(({ path, origin }) => [path, origin]));
  const dated = ({ content, modified }: WorkFile): [Uint8Array, { mtime: number }] => [
    content,
    { mtime: Math.min(Math.max(modified, FIRST_DATE), LAST_DATE) },
  ];
  return zipSync({
    ...Object.fromEntries(files.map((file) => [file.path, dated(file)])),
    [ORIGINS]: new TextEncoder().encode(JSON.stringify(origins)),
  });
}

/**
 * Take the files out of a zip.
 *
 * @throws UnusableArchive where it is none, or holds too much, or nothing that can be brought in.
 */
export function unpackWork(archive: Uint8Array): UnpackedWork {
  let size = 0;
  let count = 0;
  const contents = unpacked(archive, (name, originalSize) => {
    size += originalSize;
    count += 1;
    if (size > LARGEST || count > MANY_FILES) {
      throw new UnusableArchive(
        `The archive holds more than ${LARGEST / 2 ** 20} MiB or ${MANY_FILES} files. Bring in a part of it.`,
      );
    }
    return !name.endsWith('/');
  });
  const names = Object.keys(contents).filter((name) => name !== ORIGINS);
  const paths = names.filter(isPath);
  const odd = names.filter((name) => !isPath(name));
  if (paths.length === 0 && odd.length > 0) {
    throw new UnusableArchive(
      `The archive has only files whose names no file of the site can have: ${listed(odd)}`,
    );
  }
  const origins = readOrigins(contents[ORIGINS]);
  const files = paths.map((path) => ({
    path,
    content: new Uint8Array(contents[path] ?? []),
    modified: Date.now(),
    origin: origins.get(path),
  }));
  return { files, odd };
}

/** The first of names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${first} and ${names.length - 10} more` : first;
}

function unpacked(
  archive: Uint8Array,
  wants: (name: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter: ({ name, originalSize }) => wants(name, originalSize) });
  } catch (error) {
    if (error instanceof UnusableArchive) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableArchive(`This is no zip that can be read: ${reason}.`);
  }
}

/** Whether a site can have a file of a name, which does not lead out of it. */
export function isPath(name: string): boolean {
  const parts = name.split('/');
  return (
    !/[\\\0]/.test(name) && !/^[a-z]:/i.test(name) && parts.every((part) => !['', '.', '..'].includes(part))
  );
}

/** What is said of files' origins; what is not as it should be counts as not there. */
function readOrigins(content: Uint8Array | undefined): Map<string, Origin> {
  let value: unknown = null;
  try {
    value = content === undefined ? null : JSON.parse(new TextDecoder().decode(content));
  } catch {
    // Of another program, or broken: nothing is known then.
  }
  const entries = Object.entries(isRecord(value) ? value : {});
  return new Map(entries.flatMap(([path, origin]) => (isOriginOf(path, origin) ? [[path, origin]] : [])));
}

function isOriginOf(path: string, value: unknown): value is Origin {
  if (!isRecord(value) || value.path !== path) {
    return false;
  }
  const { madeFrom } = value;
  const isVersion =
    isRecord(madeFrom) && typeof madeFrom.whole === 'string' && typeof madeFrom.written === 'string';
  return madeFrom === undefined || madeFrom === null || isVersion;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of an archive of a site's: "course my work 2026-11-30.zip". */
export function archiveName(site: string, date: Date, what = 'my work'): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  const name = PathExt.basename(site.replace(/\/+$/, '')) || 'site';
  return `${name} ${what} ${day}.zip`;
}
