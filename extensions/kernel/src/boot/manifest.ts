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

function asBootFile(data: unknown, name: string): BootFile {
  const file = asRecord(data, name);
  return {
    url: asString(file.url, `${name}.url`),
    transferSize: asNumber(file.transferSize, `${name}.transferSize`),
    size: asNumber(file.size, `${name}.size`),
  };
}

function asRecord(data: unknown, name: string): Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new TypeError(`${name} is no object`);
  }
  return data as Record<string, unknown>;
}

function asString(data: unknown, name: string): string {
  if (typeof data !== 'string') {
    throw new TypeError(`${name} is no text`);
  }
  return data;
}

function asStrings(data: unknown, name: string): string[] {
  return asList(data, name).map((value) => asString(value, name));
}

function asList(data: unknown, name: string): unknown[] {
  if (!Array.isArray(data)) {
    throw new TypeError(`${name} is no list`);
  }
  return data;
}

function asNumber(data: unknown, name: string): number {
  if (typeof data !== 'number') {
    throw new TypeError(`${name} is no number`);
  }
  return data;
}
