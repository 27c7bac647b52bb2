import { findImports } from '../modules/imports.ts';
import { cutAt, type Piece, type PlacedReference } from './reference.ts';

/** `new URL('…', import.meta.url)`, by which modules and their bundlers name files beside a module. */
const ASSET = /\bnew\s+URL\(\s*(["'`])([^"'`$\s]+)\1\s*,\s*import\.meta\.url\s*\)/g;
/** A constant address in the place of a dynamic import's, with its quotes. */
const CONSTANT = /^\s*(?:\/\*[\s\S]*?\*\/\s*)*(["'`])((?:(?!\1|\\|\$\{)[^\n])+)\1\s*$/;

/** Cut a module's text at what it imports, and at the files beside it that it names. */
export async function splitModule(text: string): Promise<Piece[]> {
  const imports = (await findImports(text)).map(({ kind, specifier, start, end }): PlacedReference => {
    if (kind === 'static') {
      return { kind, specifier, start, end };
    }
    const constant = CONSTANT.exec(text.slice(start, end));
    const [whole = '', quote = '', address] = constant ?? [];
    if (address === undefined) {
      return { kind, specifier: null, start, end: start };
    }
    const place = start + whole.lastIndexOf(quote + address + quote) + 1;
    return { kind, specifier: address, start: place, end: place + address.length };
  });
  const assets = [...text.matchAll(ASSET)].map((found): PlacedReference => {
    const address = found[2] ?? '';
    const start = found.index + found[0].indexOf(address);
    return { kind: 'asset', specifier: address, start, end: start + address.length };
  });
  return cutAt(text, [...imports, ...assets]);
}
