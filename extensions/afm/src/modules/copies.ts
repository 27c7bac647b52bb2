import { mapAddresses } from '../references/style-references.ts';

/** Where the page has a copy of another host's file, by the address that a widget names; undefined for none. */
export type CopyOf = (address: string) => string | undefined;

/**
 * The copies that a site ships.
 *
 * @param files where each lies, relative to the site's root, by the address that widgets name.
 * @param root of the site, with a slash at its end.
 */
export function copiesOf(files: Readonly<Record<string, string>>, root: string): CopyOf {
  return (address) => (Object.hasOwn(files, address) ? new URL(files[address] ?? '', root).href : undefined);
}

/** A style's text, with the copies in the place of the files that it names. */
export function styleWithCopies(css: string, copyOf: CopyOf): string {
  return mapAddresses(css, (address) => copyOf(address) ?? address);
}
