import { paletteColour, PLAIN, type TerminalColour, type TextStyle } from './text-style.ts';
import { lengthOf, part, rowRuns, rowText, type Row, type Run } from './terminal-text.ts';

/** Names of the palette's first eight colours, as JupyterLab has them. */
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
/** JupyterLab's rule for addresses in text, for the protocols that only fetch. */
const ADDRESS = /(?:(?:https?|ftp):\/\/|www\.)[^\s"<>]+[^\s"<>'(){}[\],:;.!?]/gi;

/** A row as a DOM node, in which all is escaped; addresses are links. Of a row that is too long both ends. */
export function rowNode(row: Row, most: number, end: string): ChildNode {
  const length = lengthOf(row);
  const runs =
    length <= most
      ? rowRuns(row)
      : [
          ...part(row, 0, Math.ceil(most / 2)),
          { text: ' … ', style: PLAIN },
          ...part(row, length - Math.floor(most / 2), Infinity),
        ];
  const [only] = runs;
  const text = rowText(runs);
  const hasAddress = text.includes('://') || text.includes('www.');
  if (!hasAddress && (runs.length === 0 || (runs.length === 1 && only?.style === PLAIN))) {
    return document.createTextNode(text + end);
  }
  const span = document.createElement('span');
  for (const piece of hasAddress ? withLinks(runs, text) : runs) span.append(runNode(piece));
  span.append(end);
  return span;
}

/** The runs, cut where an address begins or ends, which then is a run's link. */
function withLinks(runs: readonly Run[], text: string): Run[] {
  const pieces: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const to = match.index + match[0].length;
    const link = match[0].startsWith('www.') ? `https://${match[0]}` : match[0];
    pieces.push(...part(runs, from, match.index));
    for (const run of part(runs, match.index, to)) {
      pieces.push(run.style.link === undefined ? { ...run, style: { ...run.style, link } } : run);
    }
    from = to;
  }
  return [...pieces, ...part(runs, from, Infinity)];
}

function runNode({ text, style }: Run): Node {
  const { link, ...look } = style;
  const shown = Object.values(look).some((value) => value !== undefined && value !== false)
    ? styledSpan(text, style)
    : document.createTextNode(text);
  if (link === undefined) return shown;
  const anchor = document.createElement('a');
  anchor.href = link;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  anchor.append(shown);
  return anchor;
}

function styledSpan(text: string, style: TextStyle): HTMLSpanElement {
  const span = document.createElement('span');
  span.textContent = text;
  // As in JupyterLab and many terminals, bold makes the eight colours intense.
  const own = style.foreground;
  const foreground = style.bold && typeof own === 'number' && own < 8 ? own + 8 : own;
  const [front, back] = style.inverse ? [style.background, foreground] : [foreground, style.background];
  for (const name of ['bold', 'dim', 'italic', 'underline', 'strike', 'hidden'] as const) {
    if (style[name]) span.classList.add(`lite-ansi-${name}`);
  }
  if (style.inverse && front === undefined) span.classList.add('lite-ansi-inverse-fg');
  if (style.inverse && back === undefined) span.classList.add('lite-ansi-inverse-bg');
  paint(span, 'fg', front);
  paint(span, 'bg', back);
  return span;
}

/** The sixteen colours belong to the theme; of others the theme sees to it that they can be read. */
function paint(span: HTMLSpanElement, side: 'fg' | 'bg', colour: TerminalColour | undefined): void {
  if (colour === undefined) return;
  if (typeof colour === 'number' && colour < 16) {
    span.classList.add(`lite-ansi-${NAMES[colour % 8] ?? ''}${colour < 8 ? '' : '-intense'}-${side}`);
    return;
  }
  const own = typeof colour === 'string' ? colour : paletteColour(colour);
  span.classList.add(`lite-ansi-own-${side}`);
  if (side === 'bg') span.classList.add(isLight(own) ? 'lite-ansi-on-light' : 'lite-ansi-on-dark');
  span.style.setProperty(`--lite-own-${side}`, own);
}

/** Whether dark text on a colour can be read better than light text: by its relative luminance. */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
}
