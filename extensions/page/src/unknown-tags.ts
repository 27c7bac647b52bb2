/** A tag of so few other letters is one of ours, mistyped. */
const NEAR = 2;

/**
 * Say of tags that are nearly ours that they are not: in each, and on the console. Others' elements are left alone.
 *
 * @param known our tags.
 */
export function tellUnknownTags(known: readonly string[]): void {
  for (const element of document.querySelectorAll(':not(:defined)')) {
    const { localName } = element;
    const meant = known.find((tag) => localName !== tag && distance(localName, tag) <= NEAR);
    if (meant !== undefined) {
      const words = `There is no tag <${localName}>. Write <${meant}>; the tags are ${known.map((tag) => `<${tag}>`).join(', ')}.`;
      console.error(words);
      const card = document.createElement('p');
      card.role = 'alert';
      card.textContent = words;
      element.prepend(card);
    }
  }
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
