/*
 * Jupyter counts a text's characters as Python does, by code points; JavaScript counts UTF-16's units, of which an
 * emoji has two.
 */

/** How many code points stand before a place of a text. */
export function codePointsBefore(text: string, index: number): number {
  let count = 0;
  for (let at = 0; at < index; count += 1) {
    at += widthAt(text, at);
  }
  return count;
}

/** The place before which so many code points of a text stand; its end, if it has fewer. */
export function indexAfter(text: string, codePoints: number): number {
  let at = 0;
  for (let count = 0; count < codePoints && at < text.length; count += 1) {
    at += widthAt(text, at);
  }
  return at;
}

/** A half of a pair that stands alone is a code point of Python's too. */
function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
