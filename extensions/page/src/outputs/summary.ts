import type { OutputItem } from './items.ts';

/** Of a text that is longer, only its length is told. */
const LONGEST_TOLD = 200;
const PLURALS: Readonly<Record<string, string>> = {
  image: 'images',
  table: 'tables',
  widget: 'widgets',
  output: 'other outputs',
};

/** What a run has put out, in a sentence that can be said once: an error, a short text as it is, else how much of what. */
export function summaryOf(items: readonly OutputItem[]): string {
  const told = items.map((item) => item.told);
  const error = told.findLast(({ kind }) => kind === 'error')?.text;
  if (error !== undefined) return `Error: ${shortened(error)}`;
  if (told.length === 0) return 'No output.';
  const texts = told.flatMap(({ text }) => (text === undefined ? [] : [text.trim()]));
  const text = texts.join(' ').replace(/\s+/g, ' ');
  if (texts.length === told.length && text.length <= LONGEST_TOLD) return `Output: ${text}`;
  const lines = texts.reduce((sum, one) => sum + (one === '' ? 0 : one.split('\n').length), 0);
  const parts = lines > 0 ? [lines === 1 ? '1 line of text' : `${lines} lines of text`] : [];
  for (const [one, many] of Object.entries(PLURALS)) {
    const count = told.filter(({ kind }) => kind === one).length;
    if (count > 0) parts.push(`${count} ${count === 1 ? many.replace(/s$/, '') : many}`);
  }
  return `Output: ${parts.join(', ')}.`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_TOLD ? `${line.slice(0, LONGEST_TOLD)}…` : line;
}
