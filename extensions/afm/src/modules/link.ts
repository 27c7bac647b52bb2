import type { CopyOf } from './copies.ts';
import { fileName, isScript, ModuleError, type ModuleGraph, resolveSibling } from './graph.ts';
import { isRelative, type ModuleImport } from './imports.ts';
import { isAddress, type ModuleText } from './source.ts';

/**
 * Gives the address of a module's final text: the same for the same text, but for one that seeks files while it runs
 * and would find others in another folder.
 */
export type AddressOf = (text: string, type: string, seeksFiles: boolean) => string;

/** Loads what a module imports while it runs. */
export type RunningImport = (specifier: string, options?: ImportCallOptions) => Promise<unknown>;

/**
 * Give each file of a graph an address and write it where the others import it. Lines stay what they are, so that
 * traces and source maps fit; the file's own name is told to the browser.
 *
 * @param addressOf keeps the texts.
 * @param copyOf tells where the page has a copy of another host's file.
 * @returns the address of each file, by path, the entry's last.
 * @throws ModuleError for files that import each other in a circle.
 */
export function linkGraph(
  source: ModuleText,
  graph: ModuleGraph,
  addressOf: AddressOf,
  copyOf: CopyOf,
): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();

  const link = (path: string, importers: readonly string[]): string => {
    if (importers.includes(path)) {
      const circle = [...importers.slice(importers.indexOf(path)), path].map((each) =>
        fileName(source, each),
      );
      throw new ModuleError(
        `These files import each other: ${circle.join(' → ')}. ` +
          'Move what they share into a third file, import one of them with import(), or bundle them into one.',
      );
    }
    const known = addresses.get(path);
    const file = graph.files.get(path);
    if (known !== undefined || file === undefined) {
      return known ?? '';
    }
    const text = replaced(file.text, file.imports, (specifier) =>
      isRelative(specifier)
        ? link(resolveSibling(source, path, specifier), [...importers, path])
        : copyOf(specifier),
    );
    const address = addressOf(
      isScript(path) ? `${text}\n${naming(fileName(source, path), file.imports)}` : text,
      contentType(path),
      file.imports.some(isOurs),
    );
    addresses.set(path, address);
    return address;
  };

  link(graph.entry.path, []);
  return addresses;
}

/** The name that a file goes by in traces. */
export function traceName(file: string): string {
  // The browser reads the name up to the first white space.
  return encodeURI(file).replaceAll("'", '%27');
}

/**
 * Whether the running module needs us for this import: the browser knows nothing of the widget's folder, and does not say
 * why an address could not be had.
 */
function isOurs({ kind, specifier }: ModuleImport): boolean {
  return kind === 'dynamic' && (specifier === null || isRelative(specifier) || isAddress(specifier));
}

function replaced(
  text: string,
  imports: readonly ModuleImport[],
  addressOfImport: (specifier: string) => string | undefined,
): string {
  const pieces: string[] = [];
  let taken = 0;
  const put = (start: number, end: number, piece: string): void => {
    pieces.push(text.slice(taken, start), piece);
    taken = end;
  };
  for (const each of [...imports].sort((one, other) => one.keyword - other.keyword)) {
    if (isOurs(each)) {
      put(each.keyword, each.keyword + 'import'.length, RUNNING_IMPORT);
    } else if (each.kind === 'static' && each.specifier !== null) {
      const address = addressOfImport(each.specifier);
      if (address !== undefined) {
        put(each.start, each.end, address);
      }
    }
  }
  return [...pieces, text.slice(taken)].join('');
}

/** What stands in a module's text in place of the keyword of a dynamic import. */
const RUNNING_IMPORT = '__afmImport';

/** The place on the page where running modules find their own files. */
export const RUNNING_IMPORTS = Symbol.for('lite-build.afm.running-imports');

function naming(file: string, imports: readonly ModuleImport[]): string {
  // A function, since those may be used above the line that declares them, and the lines above stay what they are.
  const running = imports.some(isOurs)
    ? `function ${RUNNING_IMPORT}(specifier, options) { return globalThis[Symbol.for('${String(
        RUNNING_IMPORTS.description,
      )}')].get(import.meta.url)(specifier, options); }\n`
    : '';
  return `${running}//# sourceURL=${traceName(file)}`;
}

function contentType(path: string): string {
  if (isScript(path)) {
    return 'text/javascript';
  }
  return path.toLowerCase().endsWith('.json') ? 'application/json' : 'text/css';
}
