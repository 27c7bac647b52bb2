import { init, parse } from 'es-module-lexer/minimal/js';

/** One place where a module's text names another module. Positions count UTF-16 units. */
export interface ModuleImport {
  readonly kind: 'static' | 'dynamic';
  /** What is imported; null where only running tells. */
  readonly specifier: string | null;
  /** Where the specifier stands: without its quotes where it is static. */
  readonly start: number;
  readonly end: number;
  /** Where a dynamic import's keyword begins. */
  readonly keyword: number;
}

/**
 * Find what a module's text imports.
 *
 * @returns nothing for text that is not JavaScript: the browser's own message says more about it.
 */
export async function findImports(text: string): Promise<ModuleImport[]> {
  // The lexer's asm.js build: its smaller wasm build needs 'wasm-unsafe-eval' in a Content-Security-Policy.
  await init();
  try {
    const [imports] = parse(text);
    return imports
      .filter(({ d }) => d !== IMPORT_META)
      .map(({ n, s, e, d, ss }) => ({
        kind: d === STATIC ? 'static' : 'dynamic',
        specifier: n ?? null,
        start: s,
        end: e,
        keyword: ss,
      }));
  } catch {
    return [];
  }
}

/** How the lexer marks what is no dynamic import. */
const STATIC = -1;
const IMPORT_META = -2;

/** Tell whether a specifier names a file beside the module. */
export function isRelative(specifier: string): boolean {
  return /^\.{1,2}\//.test(specifier);
}

/** Tell whether a specifier is a bare name, such as `react`. */
export function isBare(specifier: string): boolean {
  return !isRelative(specifier) && !specifier.startsWith('/') && !URL.canParse(specifier);
}
