import { findImports, isRelative, type ModuleImport } from './imports.ts';
import type { ModuleText } from './source.ts';

/** One of a widget's own files, read. */
export interface ModuleFile {
  /** Relative to the widget's folder. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly ModuleImport[];
}

/** A widget's own files that its module needs before it can run. */
export interface ModuleGraph {
  readonly entry: ModuleFile;
  readonly files: ReadonlyMap<string, ModuleFile>;
}

/** A file to be read, and the one that names it. */
interface Wanted {
  readonly path: string;
  readonly importer: string;
}

/** A widget's module, or a file that it imports, cannot be used as it is. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
  /** Where, as `file:line:column`, if that is known. */
  readonly place: string | null;

  constructor(message: string, { cause, place = null }: { cause?: unknown; place?: string | null } = {}) {
    super(message, { cause });
    this.place = place;
  }
}

/**
 * Read a module's file and the files that it imports statically, each once, side by side.
 *
 * @param path of the file to begin with, relative to the widget's folder; the entry's own name where left out.
 * @throws ModuleError for a file that is missing or outside of the widget's folder.
 */
export async function readGraph(
  source: ModuleText,
  signal: AbortSignal,
  path = entryPath(source),
): Promise<ModuleGraph> {
  const files = new Map<string, ModuleFile>();
  const known = new Set([path]);

  const read = async (path: string, importer: string): Promise<ModuleFile> => {
    const text = path === entryPath(source) ? source.text : await readSibling(source, path, importer, signal);
    return { path, text, imports: isScript(path) ? await findImports(text) : [] };
  };

  let wanted: readonly Wanted[] = [{ path, importer: entryPath(source) }];
  while (wanted.length > 0) {
    const round = await Promise.all(wanted.map(({ path, importer }) => read(path, importer)));
    const next: Wanted[] = [];
    for (const file of round) {
      files.set(file.path, file);
      for (const sibling of siblingsOf(source, file)) {
        if (!known.has(sibling)) {
          known.add(sibling);
          next.push({ path: sibling, importer: file.path });
        }
      }
    }
    wanted = next;
  }
  const entry = files.get(path);
  if (entry === undefined) {
    throw new ModuleError(`${source.file} was not read.`);
  }
  return { entry, files };
}

/** Where a relative import leads. @throws ModuleError for a place outside of the widget's folder. */
export function resolveSibling(source: ModuleText, importer: string, specifier: string): string {
  const { href } = new URL(specifier, new URL(encodeURI(importer), FOLDER));
  const path = href.replace(/[?#].*$/, '');
  const decoded = path.startsWith(FOLDER) ? decodedPath(path.slice(FOLDER.length)) : null;
  if (decoded === null || !isBelowFolder(decoded)) {
    throw new ModuleError(
      `${fileName(source, importer)} imports '${specifier}', which lies outside of the widget's folder ` +
        "or is no file's path. A widget's files import only what is beside or below its module.",
    );
  }
  return decoded;
}

/**
 * Tell whether a path, its parts separated by `/`, stays below the folder that it begins in, also where whoever reads
 * the file takes `%2f` for `/`.
 */
export function isBelowFolder(path: string): boolean {
  const parts = path.replace(/%(?:2e|2f|5c)/gi, (escape) => decodeURIComponent(escape)).split('/');
  return parts.every((part) => !['', '.', '..'].includes(part) && !part.includes('\\'));
}

/** The name of the module's own file within its folder. */
export function entryPath(source: ModuleText): string {
  return source.file.slice(source.file.lastIndexOf('/') + 1);
}

/** One of the widget's files as its author knows it. */
export function fileName(source: ModuleText, path: string): string {
  return source.file.slice(0, source.file.lastIndexOf('/') + 1) + path;
}

/** Tell whether a file holds JavaScript: all do but those that an import attribute names the type of. */
export function isScript(path: string): boolean {
  return !/\.(json|css)$/i.test(path);
}

// Stands for the widget's folder while paths are joined; two levels, so that leaving it shows.
const FOLDER = 'widget://files/folder/';

/** @returns null for what no address can hold, such as `%zz`. */
function decodedPath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

async function readSibling(
  source: ModuleText,
  path: string,
  importer: string,
  signal: AbortSignal,
): Promise<string> {
  const names = `${fileName(source, importer)} imports '${path}'`;
  if (source.readSibling === undefined) {
    throw new ModuleError(
      `${names}, but only the module's text is here. Bundle the widget's files into one, or give \`_esm\` as a path.`,
    );
  }
  try {
    return await source.readSibling(path, signal);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModuleError(`${names}, which could not be read: ${reason}`, { cause: error });
  }
}

/** The files that one imports statically. */
function siblingsOf(source: ModuleText, { path, imports }: ModuleFile): string[] {
  return imports.flatMap(({ kind, specifier }) =>
    kind === 'static' && specifier !== null && isRelative(specifier)
      ? [resolveSibling(source, path, specifier)]
      : [],
  );
}
