import { packContainer, unpackContainer } from '../files/container.ts';
import { type MemoryFileSystem, type ShownFile, showFiles } from '../files/lazy-files.ts';
import { readOnce } from '../files/read-once.ts';
import { readMember, type WheelMember } from './wheel-member.ts';

/** A file that the archive holds: its path, and its place among the contents, in bytes. */
export type StoredFile = readonly [path: string, offset: number, length: number];
/** A file that stays in its wheel until it is read. */
export type WheelFile = readonly [path: string, ...member: WheelMember];
/**
 * A file that is in a part until it is read: its path, the part's number, and its place there, in bytes. What is in a
 * wheel as well can be had there, should the part be damaged.
 */
export type PartFile = readonly [
  path: string,
  part: number,
  offset: number,
  length: number,
  inWheel: WheelMember | null,
];

/**
 * The packages of a site as the runtime would have installed them, in one file that tells of all, and parts.
 *
 * Paths are relative to site-packages, or absolute. The packages' metadata, which importlib reads of all of them at once, is in the archive.
 * What was imported before the snapshot is in Python's memory, so that bytecode and data are read seldom: they are in
 * parts, one for each package. Sources and stubs, which are read for a traceback or a completion, stay in the wheels.
 *
 * A part is an archive as well: of one package, with its metadata left out, and with the one wheel whose number is 0.
 */
export interface Archive {
  readonly stored: readonly StoredFile[];
  readonly inParts: readonly PartFile[];
  readonly inWheels: readonly WheelFile[];
  readonly contents: Uint8Array;
}

/** Gives what an archive's files are read from, while Python waits. Both throw where it is not to be had. */
export interface ArchiveSources {
  /** What the part of a number holds: the payload of the archive that it is, decompressed. */
  readPart(part: number): Uint8Array;
  /** The whole wheel of a number. */
  readWheel(wheel: number): Uint8Array;
}

/** A file to be stored. */
export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Put an archive into one file. */
export function packArchive(
  stored: readonly NewFile[],
  inParts: readonly PartFile[],
  inWheels: readonly WheelFile[],
): Uint8Array<ArrayBuffer> {
  return packContainer(
    { stored: placesOf(stored), inParts, inWheels },
    stored.map(({ content }) => content),
  );
}

/** Where files are that lie one behind the other. */
export function placesOf(files: readonly NewFile[]): StoredFile[] {
  let end = 0;
  return files.map(({ path, content }) => {
    end += content.length;
    return [path, end - content.length, content.length];
  });
}

/**
 * The inverse of `packArchive`.
 *
 * @throws TypeError where the bytes are no archive.
 */
export function unpackArchive(packed: Uint8Array<ArrayBuffer>): Archive {
  const { header, payload } = unpackContainer(packed);
  const archive = { ...(header as Omit<Archive, 'contents'>), contents: payload };
  const [, offset, length] = archive.stored.at(-1) ?? ['', 0, 0];
  if (offset + length !== payload.length) {
    throw new TypeError(`the archive has ${payload.length} bytes of files and tells of ${offset + length}`);
  }
  return archive;
}

/** Show an archive's files in a runtime's file system, without copying their contents. */
export function mountArchive(
  fileSystem: MemoryFileSystem,
  archive: Archive,
  sitePackages: string,
  sources: ArchiveSources,
): void {
  showFiles(fileSystem, sitePackages, filesOf(archive, sources), 'fixed');
}

/** Tell of the files of an archive, and how each is read. */
export function* filesOf(archive: Archive, sources: ArchiveSources): Generator<ShownFile> {
  const parts = readOnce((part: number) => sources.readPart(part));
  const wheels = readOnce((wheel: number) => sources.readWheel(wheel));
  for (const [path, offset, length] of archive.stored) {
    yield { path, length, read: () => archive.contents.subarray(offset, offset + length) };
  }
  for (const [path, ...member] of archive.inWheels) {
    yield { path, length: member[2], read: () => readMember(wheels(member[0]), member) };
  }
  for (const [path, part, offset, length, member] of archive.inParts) {
    const read = (): Uint8Array => {
      try {
        return parts(part).subarray(offset, offset + length);
      } catch (error) {
        if (member === null) {
          throw error;
        }
        return readMember(wheels(member[0]), member);
      }
    };
    yield { path, length, read };
  }
}
