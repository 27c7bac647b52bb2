import type { OutputItem } from './items.ts';
import { type LaterWord, word } from '../words/later-words.ts';

/** Of a text that is longer, only its length is told. */
const LONGEST_TOLD = 200;
const COUNTED: Readonly<Record<string, readonly [LaterWord, LaterWord]>> = {
  image: ['one-image', 'images'],
  table: ['one-table', 'tables'],
  widget: ['one-widget', 'widgets'],
  output: ['one-other-output', 'other-outputs'],
};

/** What a run has put out, in a sentence that can be said once: an error, a short text as it is, else how much of what. */
export function summaryOf(items: readonly OutputItem[]): string {
  const told = items.map((item) => item.told);
  const error = told.findLast(({ kind }) => kind === 'error')?.text;
  if (error !== undefined) return word('error-of', { error: shortened(error) });
  if (told.length === 0) return word('no-output');
  const texts = told.flatMap(({ text }) => (text === undefined ? [] : [text.trim()]));
  const text = texts.join(' ').replace(/\s+/g, ' ');
  if (texts.length === told.length && text.length <= LONGEST_TOLD) return word('output-of', { output: text });
  const lines = texts.reduce((sum, one) => sum + (one === '' ? 0 : one.split('\n').length), 0);
  const parts = lines > 0 ? [counted(lines, ['one-line', 'lines'])] : [];
  for (const [kind, names] of Object.entries(COUNTED)) {
    const count = told.filter((each) => each.kind === kind).length;
    if (count > 0) parts.push(counted(count, names));
  }
  return word('output-of', { output: `${parts.join(', ')}.` });
}

function counted(count: number, [one, many]: readonly [LaterWord, LaterWord]): string {
  return count === 1 ? word(one) : word(many, { count });
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_TOLD ? `${line.slice(0, LONGEST_TOLD)}…` : line;
}
