import { asBootFile, asList, asRecord, asString, asStrings } from './json.ts';

/** A file that a kernel boots from. */
export interface BootFile {
  /** Relative to the site's root. */
  readonly url: string;
  /** What is transferred, in bytes: the file is compressed by gzip. */
  readonly transferSize: number;
  /** What it is when decompressed, in bytes. */
  readonly size: number;
}

/**
 * What a site tells of its archive and its snapshot, in the kernel's settings. Python's side writes it:
 * `lite_build/boot/manifest.py`.
 */
export interface BootManifest {
  readonly pyodideVersion: string;
  readonly archive: BootFile;
  readonly snapshot: BootFile;
  /** What the archive's files are read from, by its numbers. */
  readonly parts: readonly BootFile[];
  /** Python's own library, which no start from the snapshot reads: not compressed once more. */
  readonly standardLibrary: BootFile;
  /** The wheels that the archive's sources stay in, by the archive's numbers for them; relative to the site. */
  readonly wheels: readonly string[];
  /** The distributions that are in the archive: their versions, by name. */
  readonly distributions: Readonly<Record<string, string>>;
  /** What was imported before the snapshot was made, besides the kernel itself. */
  readonly imports: readonly string[];
}

/** What of some packages, by normalized names, a snapshot does not have. */
export function missingIn({ distributions }: BootManifest, packages: readonly string[]): string[] {
  return packages.filter((name) => distributions[name] === undefined);
}

/**
 * Read the manifest out of the settings.
 *
 * @throws TypeError where it is none.
 */
export function parseManifest(data: unknown): BootManifest {
  const manifest = asRecord(data, 'the boot manifest');
  return {
    pyodideVersion: asString(manifest.pyodideVersion, 'pyodideVersion'),
    archive: asBootFile(manifest.archive, 'archive'),
    snapshot: asBootFile(manifest.snapshot, 'snapshot'),
    parts: asList(manifest.parts, 'parts').map((part, index) => asBootFile(part, `parts[${index}]`)),
    standardLibrary: asBootFile(manifest.standardLibrary, 'standardLibrary'),
    wheels: asStrings(manifest.wheels, 'wheels'),
    distributions: Object.fromEntries(
      Object.entries(asRecord(manifest.distributions, 'distributions')).map(([name, version]) => [
        name,
        asString(version, name),
      ]),
    ),
    imports: asStrings(manifest.imports, 'imports'),
  };
}
