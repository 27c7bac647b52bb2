/** What a card quotes at the most: it is shown before anybody has asked for it, and drawing it takes a while. */
const MOST_CHARACTERS = 20_000;
const MOST_LINES = 500;

/** The beginning of a text. */
export interface Excerpt {
  readonly text: string;
  /** How many characters come after that. */
  readonly left: number;
}

/** As much of a text as a card quotes. */
export function excerptOf(whole: string): Excerpt {
  const lines = whole.slice(0, MOST_CHARACTERS).split('\n', MOST_LINES).join('\n');
  // A half of a pair is no character.
  const text = lines.length < whole.length ? lines.replace(/[\uD800-\uDBFF]$/, '') : lines;
  return { text, left: whole.length - text.length };
}
