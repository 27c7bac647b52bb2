/** A word of JSON, with the white space before it: a text, another value, or a sign. */
const WORD =
  /\s*(?:(?<text>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<plain>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<sign>[{}[\]:,]))/uy;

/** What can come next. */
type Place = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'end';

/**
 * Find where a text stops being JSON. Engines tell of it in words of their own, and some not at all.
 *
 * @returns how many characters are before it; null where the text is JSON.
 */
export function jsonMistake(text: string): number | null {
  const open: string[] = [];
  let place: Place = 'value';
  let at = 0;
  for (;;) {
    WORD.lastIndex = at;
    const found = WORD.exec(text);
    if (found === null) {
      const rest = text.slice(at);
      return place === 'end' && rest.trim() === '' ? null : at + (rest.length - rest.trimStart().length);
    }
    const next = placeAfter(found, place, open);
    if (next === null) {
      return at + (found[0].length - found[0].trimStart().length);
    }
    place = next;
    at += found[0].length;
  }
}

/** What can come behind a word; null where that cannot stand here. */
function placeAfter({ groups = {} }: RegExpExecArray, place: Place, open: string[]): Place | null {
  const { text, sign } = groups;
  const isValue = place === 'value' || place === 'first value';
  const isKey = place === 'key' || place === 'first key';
  const behind = (): Place => (open.length === 0 ? 'end' : 'comma');
  if (sign === undefined) {
    return isValue ? behind() : isKey && text !== undefined ? 'colon' : null;
  }
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return isValue ? (sign === '{' ? 'first key' : 'first value') : null;
  }
  if (sign === ':') {
    return place === 'colon' ? 'value' : null;
  }
  if (sign === ',') {
    return place !== 'comma' ? null : open.at(-1) === '{' ? 'key' : 'value';
  }
  const isEmpty = place === (sign === '}' ? 'first key' : 'first value');
  return open.pop() === (sign === '}' ? '{' : '[') && (isEmpty || place === 'comma') ? behind() : null;
}
