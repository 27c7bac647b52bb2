/** What a reader has typed over a cell of a notebook that a plain page shows. */
export interface TypedCell {
  /** The cell's identifier in its notebook, or its place there, from 1, where it has none. */
  readonly cell: string;
  readonly source: string;
}

/** What comes before them in an address. No server sees what stands there, and pages of other hosts can hand it over. */
const MARK = '#lite-typed=';

/** The end of an address by which JupyterLab opens a notebook with what was typed. */
export function fragmentOf(cells: readonly TypedCell[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(cells.map(({ cell, source }) => [cell, source])));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return MARK + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Whether an address ends with what was typed. */
export function hasTypedCells(fragment: string): boolean {
  return fragment.startsWith(MARK);
}

/**
 * What was typed, out of the end of an address.
 *
 * @throws Error in words, if it is cut off or none of ours.
 */
export function typedCellsIn(fragment: string): TypedCell[] {
  const cells = parsed(fragment.slice(MARK.length));
  if (!Array.isArray(cells) || !cells.every(isPair)) {
    throw new Error('The address that it came by is cut off.');
  }
  return cells.map(([cell, source]) => ({ cell, source }));
}

/** Where a page notes what it hands over: in the storage of its origin, which no other's link can write into. */
const HANDED_OVER = 'lite-build:handed-over';
/** Links that nobody follows are forgotten. */
const MOST_HANDED_OVER = 20;

/** Note that a page of this origin hands something over, and no link that somebody has made up. */
export function noteHandedOver(fragment: string): void {
  writeHandedOver([...readHandedOver().filter((each) => each !== fragment), fragment]);
}

/** Whether a page of this origin has handed something over; it counts once. */
export function takeHandedOver(fragment: string): boolean {
  const noted = readHandedOver();
  if (!noted.includes(fragment)) {
    return false;
  }
  writeHandedOver(noted.filter((each) => each !== fragment));
  return true;
}

function readHandedOver(): readonly string[] {
  try {
    const noted: unknown = JSON.parse(localStorage.getItem(HANDED_OVER) ?? '[]');
    return Array.isArray(noted) ? noted.filter((each) => typeof each === 'string') : [];
  } catch {
    // A browser may keep nothing: then nobody has handed anything over.
    return [];
  }
}

function writeHandedOver(noted: readonly string[]): void {
  try {
    localStorage.setItem(HANDED_OVER, JSON.stringify(noted.slice(-MOST_HANDED_OVER)));
  } catch {
    // As above.
  }
}

function parsed(encoded: string): unknown {
  try {
    const text = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (each) => each.charCodeAt(0))));
  } catch {
    return null;
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');
}
