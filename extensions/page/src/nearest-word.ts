/** A word of so few other letters is the same one, mistyped. */
const NEAR = 2;

/** The known word that a mistyped one is meant to be; undefined where it is like none, or is one of them. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  return known.find((each) => each !== word && distance(word, each) <= NEAR);
}

/** In how many letters two words differ: others, more, or fewer. */
function distance(one: string, other: string): number {
  let row = Array.from(`${other} `).map((_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [at, same] of Array.from(other).entries()) {
      const [diagonal = 0, above = 0, left = 0] = [row[at], row[at + 1], next[at]];
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === same ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
