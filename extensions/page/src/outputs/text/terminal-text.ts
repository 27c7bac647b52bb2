import { linked, PLAIN, restyled, styleCodes, type TextStyle } from './text-style.ts';

/** Characters of one row that look alike. */
export interface Run {
  text: string;
  readonly style: TextStyle;
}
/** A row with no style of its own is its text: most are, and there may be a million of them. */
export type Row = string | readonly Run[];

const CONTROL =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]|[\x00-\x08\x0a-\x1f\x7f]/g;
const BEGUN = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[ -/]*)$/;
/** A sequence that has not ended by then is none. */
const LONGEST_SEQUENCE = 4096;

/**
 * What a program has written to a terminal that is as high and as wide as it needs: rows of characters with colours.
 *
 * Carriage returns, backspaces, moves of the cursor and erasing change what is there, also where they come in a
 * later chunk, or are cut in two by one. To add to the end costs what is added.
 */
export class TerminalText {
  /** How many characters there are, in all rows. */
  characters = 0;
  private readonly allRows: Row[] = [''];
  private row = 0;
  private column = 0;
  /** Whether the cursor is behind the last character of its row: there is nothing to overwrite. */
  private atEnd = true;
  private style: TextStyle = PLAIN;
  private begun = '';
  private changedFrom = 0;

  constructor(text = '') {
    this.write(text);
  }

  /** The rows; the last is empty where the text ends with a line feed. */
  get rows(): readonly Row[] {
    return this.allRows;
  }

  /** How many rows there are to show. */
  get height(): number {
    const last = this.allRows.length - 1;
    return this.allRows[last]?.length === 0 ? last : last + 1;
  }

  /** The first row that has changed since this was asked last. */
  takeChangedFrom(): number {
    const from = this.changedFrom;
    this.changedFrom = this.allRows.length;
    return from;
  }

  write(chunk: string): void {
    let text = this.begun + chunk;
    this.begun = '';
    const begun = text.length > 0 ? BEGUN.exec(text.slice(-LONGEST_SEQUENCE))?.[0] : undefined;
    if (begun !== undefined) {
      text = text.slice(0, -begun.length);
      this.begun = begun;
    }
    let end = 0;
    CONTROL.lastIndex = 0;
    for (let match = CONTROL.exec(text); match; match = CONTROL.exec(text)) {
      if (match.index > end) this.put(text.slice(end, match.index));
      end = match.index + match[0].length;
      this.control(match[0]);
    }
    if (end < text.length) this.put(end === 0 ? text : text.slice(end));
  }

  /** The text as it stands, with the sequences that colour it again. */
  toString(): string {
    return this.allRows.map((row) => (typeof row === 'string' ? row : row.map(written).join(''))).join('\n');
  }

  /** The text with no colours. */
  plain(): string {
    return this.allRows.map(rowText).join('\n');
  }

  private put(text: string): void {
    this.changed();
    const row = this.allRows[this.row] ?? '';
    if (!this.atEnd) {
      this.overwrite(row, text);
      return;
    }
    this.characters += text.length;
    this.column += text.length;
    if (typeof row === 'string') {
      if (this.style === PLAIN) {
        this.allRows[this.row] = row + text;
      } else {
        const run = { text, style: this.style };
        this.allRows[this.row] = row === '' ? [run] : [{ text: row, style: PLAIN }, run];
      }
      return;
    }
    const runs = row as Run[];
    const last = runs.at(-1);
    if (last?.style === this.style) last.text += text;
    else runs.push({ text, style: this.style });
  }

  private overwrite(row: Row, text: string): void {
    const before = part(row, 0, this.column);
    const gap = this.column - lengthOf(before);
    const after = part(row, this.column + text.length, Infinity);
    if (gap > 0) before.push({ text: ' '.repeat(gap), style: PLAIN });
    this.replaceRow([...before, { text, style: this.style }, ...after]);
    this.column += text.length;
    this.atEnd = after.length === 0;
  }

  private replaceRow(runs: readonly Run[]): void {
    this.changed();
    const before = this.allRows[this.row] ?? '';
    const joined: Run[] = [];
    for (const { text, style } of runs) {
      const last = joined.at(-1);
      if (last?.style === style) last.text += text;
      else if (text !== '') joined.push({ text, style });
    }
    this.characters += lengthOf(joined) - lengthOf(before);
    const isPlain = joined.every(({ style }) => style === PLAIN);
    this.allRows[this.row] = isPlain ? rowText(joined) : joined;
  }

  private control(sequence: string): void {
    if (sequence === '\n') this.moveTo(this.row + 1, 0, true);
    else if (sequence === '\r') this.moveTo(this.row, 0);
    else if (sequence === '\b') this.back();
    else if (sequence.startsWith('\x1b[')) this.controlSequence(sequence.slice(2, -1), sequence.at(-1) ?? '');
    else if (sequence.startsWith('\x1b]8;')) this.link(sequence);
  }

  /** Takes away the last character, as JupyterLab does; elsewhere the cursor moves, as in a terminal. */
  private back(): void {
    if (this.column === 0) return;
    if (this.atEnd) this.replaceRow(part(this.allRows[this.row] ?? '', 0, this.column - 1));
    this.column -= 1;
  }

  private controlSequence(parameters: string, final: string): void {
    if (final === 'm') {
      if (/^[\d;:]*$/.test(parameters)) this.style = restyled(this.style, parameters);
      return;
    }
    const [first = NaN, second = NaN] = parameters.split(';').map((word) => parseInt(word, 10));
    const count = Math.max(1, first || 1);
    if (final === 'A') this.moveTo(this.row - count, this.column);
    else if (final === 'B') this.moveTo(this.row + count, this.column);
    else if (final === 'C') this.moveTo(this.row, this.column + count);
    else if (final === 'D') this.moveTo(this.row, this.column - count);
    else if (final === 'E') this.moveTo(this.row + count, 0);
    else if (final === 'F') this.moveTo(this.row - count, 0);
    else if (final === 'G') this.moveTo(this.row, count - 1);
    else if (final === 'H' || final === 'f') this.moveTo(count - 1, Math.max(1, second || 1) - 1);
    else if (final === 'J') this.eraseRows(first || 0);
    else if (final === 'K') this.eraseInRow(first || 0);
    else if (final === 'P') this.deleteCharacters(count);
  }

  private moveTo(row: number, column: number, mayGrow = false): void {
    if (mayGrow && row >= this.allRows.length) {
      this.allRows.push('');
      this.changed();
      this.row = this.allRows.length - 1;
      this.column = 0;
      this.atEnd = true;
      return;
    }
    this.row = Math.min(Math.max(row, 0), this.allRows.length - 1);
    // No screen is wider; a number out of a broken sequence is not to fill the memory.
    this.column = Math.min(Math.max(column, 0), 10_000 + this.column);
    this.atEnd = this.column === lengthOf(this.allRows[this.row] ?? '');
  }

  private eraseInRow(what: number): void {
    const row = this.allRows[this.row] ?? '';
    if (what === 0) this.replaceRow(part(row, 0, this.column));
    else if (what === 1) {
      this.replaceRow([{ text: ' '.repeat(this.column), style: PLAIN }, ...part(row, this.column, Infinity)]);
    } else if (what === 2) this.replaceRow([]);
    this.atEnd = this.column === lengthOf(this.allRows[this.row] ?? '');
  }

  private eraseRows(what: number): void {
    if (what === 0) {
      this.eraseInRow(0);
      for (const row of this.allRows.splice(this.row + 1)) this.characters -= lengthOf(row);
      this.changed();
    } else if (what === 2 || what === 3) {
      this.allRows.splice(0, this.allRows.length, '');
      this.characters = 0;
      this.moveTo(0, 0);
      this.changed();
    }
  }

  private deleteCharacters(count: number): void {
    const row = this.allRows[this.row] ?? '';
    this.replaceRow([...part(row, 0, this.column), ...part(row, this.column + count, Infinity)]);
    this.atEnd = this.column === lengthOf(this.allRows[this.row] ?? '');
  }

  private link(sequence: string): void {
    const address = /^\x1b\]8;[^;]*;(.*?)(?:\x07|\x1b\\)$/.exec(sequence)?.[1] ?? '';
    this.style = linked(this.style, /^https?:/i.test(address) ? address : undefined);
  }

  private changed(): void {
    this.changedFrom = Math.min(this.changedFrom, this.row);
  }
}

/** The characters of a row. */
export function rowText(row: Row): string {
  return typeof row === 'string' ? row : row.map(({ text }) => text).join('');
}

/** The runs of a row. */
export function rowRuns(row: Row): readonly Run[] {
  if (typeof row !== 'string') return row;
  return row === '' ? [] : [{ text: row, style: PLAIN }];
}

/** How many characters a row has. */
export function lengthOf(row: Row): number {
  return typeof row === 'string' ? row.length : row.reduce((length, { text }) => length + text.length, 0);
}

/** Runs of a part of a row. */
export function part(row: Row, from: number, to: number): Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (const { text, style } of rowRuns(row)) {
    const inside = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (inside !== '') runs.push({ text: inside, style });
    start += text.length;
  }
  return runs;
}

function written({ text, style }: Run): string {
  const codes = styleCodes(style);
  const coloured = codes === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
  return style.link === undefined ? coloured : `\x1b]8;;${style.link}\x1b\\${coloured}\x1b]8;;\x1b\\`;
}
