import { cutAt, type Piece, type PlacedReference } from './reference.ts';

/** Comments, other strings and the names of namespaces are passed over: an address in them leads to no file. */
const TOKEN = new RegExp(
  [
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`@namespace\b(?:"[^"]*"|'[^']*'|[^;"'])*;`,
    String.raw`(?<imports>@import\s*)(?:"(?<double>[^"\\\n]*)"|'(?<single>[^'\\\n]*)')`,
    String.raw`(?<importsUrl>@import\s+)?\burl\(\s*(?:"(?<urlDouble>[^"\\\n]*)"|'(?<urlSingle>[^'\\\n]*)'|(?<bare>[^\s"'()\\]+))\s*\)`,
    String.raw`"(?:\\[\s\S]|[^"\\\n])*"`,
    String.raw`'(?:\\[\s\S]|[^'\\\n])*'`,
  ].join('|'),
  'gi',
);

/** Cut a style's text at the addresses of the styles that it imports and of the files that it names. */
export function splitStyle(text: string): Piece[] {
  const references: PlacedReference[] = [];
  for (const found of text.matchAll(TOKEN)) {
    const { imports, double, single, importsUrl, urlDouble, urlSingle, bare } = found.groups ?? {};
    const specifier = double ?? single ?? urlDouble ?? urlSingle ?? bare;
    if (specifier !== undefined && specifier !== '') {
      const start = found.index + found[0].lastIndexOf(specifier);
      const kind = imports !== undefined || importsUrl !== undefined ? 'style' : 'asset';
      references.push({ kind, specifier, start, end: start + specifier.length });
    }
  }
  return cutAt(text, references);
}

/** A style's text with other addresses in it. */
export function mapAddresses(text: string, mapped: (address: string) => string): string {
  return splitStyle(text)
    .map((piece) => (typeof piece === 'string' ? piece : mapped(piece.specifier ?? '')))
    .join('');
}
