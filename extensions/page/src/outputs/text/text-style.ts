/** A colour of a terminal: a place in the palette of 256, or `#rrggbb`. */
export type TerminalColour = number | `#${string}`;

/** How a terminal shows characters. Styles are shared: equal ones are one object. */
export interface TextStyle {
  readonly foreground?: TerminalColour | undefined;
  readonly background?: TerminalColour | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
  readonly hidden?: boolean;
  readonly strike?: boolean;
  /** The address that the characters link to (OSC 8). */
  readonly link?: string | undefined;
}

export const PLAIN: TextStyle = Object.freeze({});

/** The switches among a style's properties, each with the codes that turn it on and off, in the order of the codes. */
const SWITCHES = [
  ['bold', 1, 22],
  ['dim', 2, 22],
  ['italic', 3, 23],
  ['underline', 4, 24],
  ['inverse', 7, 27],
  ['hidden', 8, 28],
  ['strike', 9, 29],
] as const;

const known = new Map<string, TextStyle>();
/** Colours may be as many as there are characters; beyond this, styles are only compared less well. */
const MOST_KNOWN = 4096;

function shared(style: TextStyle): TextStyle {
  const codes = styleCodes(style) + (style.link ?? '');
  if (codes === '') return PLAIN;
  const found = known.get(codes);
  if (found) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(codes, style);
  return style;
}

/** What follows of a style by the parameters of an SGR sequence (`1;31` of `ESC [ 1;31 m`). */
export function restyled(style: TextStyle, parameters: string): TextStyle {
  // Colons part the words of one colour: 38:2::r:g:b, where the place of the colour space may be left out.
  const groups = parameters.split(';').map((group) => group.split(':').map(Number));
  let next = style;
  for (let index = 0; index < groups.length; index += 1) {
    const group = groups[index] ?? [];
    const [code = 0] = group;
    if (code === 38 || code === 48) {
      const words = group.length > 1 ? group.slice(1) : groups.slice(index + 1).map(([word = 0]) => word);
      const [colour, taken] = extendedColour(words, group.length > 4 && group[1] === 2);
      if (group.length === 1) index += taken;
      if (colour === undefined) continue;
      next = { ...next, [code === 38 ? 'foreground' : 'background']: colour };
    } else if (code === 4 && group[1] === 0) {
      next = { ...next, underline: false };
    } else {
      next = afterCode(next, code);
    }
  }
  return shared(next);
}

/** A style that links to an address, or to none. */
export function linked(style: TextStyle, link: string | undefined): TextStyle {
  return shared({ ...style, link });
}

function afterCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return style.link === undefined ? PLAIN : { link: style.link };
  if (code === 21) return { ...style, underline: true };
  for (const [name, on, off] of SWITCHES) {
    if (code === on) return { ...style, [name]: true };
    if (code === 22) return { ...style, bold: false, dim: false };
    if (code === off) return { ...style, [name]: false };
  }
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code === 39) return { ...style, foreground: undefined };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code === 49) return { ...style, background: undefined };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 82 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 };
  return style;
}

/** A colour of the words behind 38 or 48, and how many of them it has taken. */
function extendedColour(
  words: readonly number[],
  namesSpace: boolean,
): [colour: TerminalColour | undefined, taken: number] {
  const [kind, index = NaN] = words;
  if (kind === 5) return [index >= 0 && index <= 255 ? index : undefined, 2];
  if (kind !== 2) return [undefined, 1];
  const parts = namesSpace && words.length > 4 ? words.slice(2, 5) : words.slice(1, 4);
  const fits = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
  return [fits ? `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}` : undefined, 4];
}

/** The parameters of the SGR sequence that makes a style out of none. */
export function styleCodes(style: TextStyle): string {
  const codes: number[] = SWITCHES.filter(([name]) => style[name]).map(([, on]) => on);
  return [...codes, ...colourCodes(style.foreground, 30), ...colourCodes(style.background, 40)].join(';');
}

function colourCodes(colour: TerminalColour | undefined, first: 30 | 40): number[] {
  if (colour === undefined) return [];
  if (typeof colour === 'string') {
    return [first + 8, 2, ...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))];
  }
  if (colour < 8) return [first + colour];
  if (colour < 16) return [first + 52 + colour];
  return [first + 8, 5, colour];
}

/** A colour of the palette beyond the sixteen that have names, as CSS; those are the theme's. */
export function paletteColour(index: number): `#${string}` {
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
  const cube = index - 16;
  const steps = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `#${steps.map((step) => hex(step === 0 ? 0 : 55 + step * 40)).join('')}`;
}
