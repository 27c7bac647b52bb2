import { asBootFile, asList, asNumber, asRecord, asString, asStrings } from '../files/json.ts';
import type { BootFile } from '../files/manifest.ts';

/**
 * What a kernel is told of the packages of its site before it starts: their names, and where the rest is. Python's side
 * writes it: `lite_build/boot/catalogue.py`.
 */
export interface Catalogue {
  readonly packages: readonly CataloguedPackage[];
  /** An archive of all packages' metadata, by the numbers of `packages` for wheels: read of all of them at once. */
  readonly metadata: BootFile;
  /** What files each package has, in the order of `packages`: JSON, of `Listing`. */
  readonly listing: BootFile;
}

/** A package of the site. */
export interface CataloguedPackage {
  /** Normalized. */
  readonly name: string;
  /** An archive of its files, but for metadata. */
  readonly part: BootFile;
  /** The wheel that its sources stay in, relative to the site. */
  readonly wheel: string;
  /**
   * The files and folders that are its own alone, and hold all of it; relative to site-packages, or absolute. A folder
   * ends with a slash.
   */
  readonly roots: readonly string[];
  /** Those of its metadata. */
  readonly metadataRoots: readonly string[];
  /** The numbers of the packages that it needs. */
  readonly requires: readonly number[];
}

/** Of each package: the paths of its files, as an installer would leave them, and their lengths in bytes. */
export type Listing = readonly (readonly (readonly [path: string, length: number])[])[];

/**
 * Read a catalogue.
 *
 * @param text JSON.
 * @throws TypeError, SyntaxError where it is none.
 */
export function parseCatalogue(text: string): Catalogue {
  const catalogue = asRecord(JSON.parse(text), 'the catalogue');
  return {
    packages: asList(catalogue.packages, 'packages').map((data, number) => {
      const name = `packages[${number}]`;
      const entry = asRecord(data, name);
      return {
        name: asString(entry.name, `${name}.name`),
        part: asBootFile(entry.part, `${name}.part`),
        wheel: asString(entry.wheel, `${name}.wheel`),
        roots: asStrings(entry.roots, `${name}.roots`),
        metadataRoots: asStrings(entry.metadataRoots, `${name}.metadataRoots`),
        requires: asList(entry.requires, `${name}.requires`).map((each) => asNumber(each, name)),
      };
    }),
    metadata: asBootFile(catalogue.metadata, 'metadata'),
    listing: asBootFile(catalogue.listing, 'listing'),
  };
}
