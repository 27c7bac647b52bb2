/** A file that Python finds among its own. */
export interface ConfiguredFile {
  /** Absolute. */
  readonly url: string;
  /** The file's path in Python; of an archive that of the folder which it is unpacked into. */
  readonly path: string;
  /** What kind of archive it is that is unpacked; null where the file stays as it is. */
  readonly archive: string | null;
}

/** A name in braces, which stands for a part of addresses and paths. */
const VARIABLE = /^\{\w+\}$/;
/** Ends of the names of archives, and what Python's `shutil` calls their kinds. */
const ARCHIVES: Readonly<Record<string, string>> = {
  '.zip': 'zip',
  '.whl': 'zip',
  '.tar': 'tar',
  '.tar.gz': 'gztar',
  '.tgz': 'gztar',
  '.tar.bz2': 'bztar',
  '.tar.xz': 'xztar',
};

/**
 * Read what a configuration says of `files`: paths by their addresses, with variables among them.
 *
 * @param base what the addresses are relative to.
 * @param complain is told, in sentences, of what cannot be.
 */
export function configuredFiles(
  files: Readonly<Record<string, unknown>>,
  base: string,
  complain: (mistake: string) => void,
): ConfiguredFile[] {
  const variables = new Map<string, string>();
  const expanded = (text: string): string =>
    text.replace(/\{\w+\}/g, (name) => {
      const value = variables.get(name);
      if (value === undefined) {
        complain(`files uses ${name}, which has no value. Write "${name}": "…" above it.`);
      }
      return value ?? name;
    });
  const found: ConfiguredFile[] = [];
  for (const [address, path] of Object.entries(files)) {
    if (typeof path !== 'string') {
      complain(`files says of ${address} what is no path. Write "${address}": "" to keep its name.`);
    } else if (VARIABLE.test(address)) {
      variables.set(address, expanded(path));
    } else {
      const file = configuredFile(expanded(address), expanded(path), base, complain);
      if (file !== null) {
        found.push(file);
      }
    }
  }
  return found;
}

function configuredFile(
  address: string,
  path: string,
  base: string,
  complain: (mistake: string) => void,
): ConfiguredFile | null {
  const url = URL.parse(address, base);
  if (url === null) {
    complain(`files names ${address}, which is no address.`);
    return null;
  }
  if (path.endsWith('*')) {
    const end = Object.keys(ARCHIVES)
      .filter((each) => url.pathname.toLowerCase().endsWith(each))
      .sort((one, other) => other.length - one.length)[0];
    if (end === undefined) {
      const known = Object.keys(ARCHIVES).join(', ');
      complain(`files cannot unpack ${address} into ${path}: it is no archive (${known}).`);
      return null;
    }
    return { url: url.href, path: path.slice(0, -1) || './', archive: ARCHIVES[end] ?? null };
  }
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const whole = path === '' || path.endsWith('/') ? `${path}${name}` : path;
  if (whole === '' || whole.endsWith('/')) {
    complain(
      `files names ${address}, which is a folder. Name each file, or an archive with "…/*" as its path.`,
    );
    return null;
  }
  return { url: url.href, path: whole, archive: null };
}
