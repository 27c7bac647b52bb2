/** What a widget says of the page's root, variables above all, is meant for its own. */
const ROOTS: readonly string[] = [':root', ':host'];
/** Adds no specificity. */
const WITHIN = ':where(:scope *)';

/**
 * The selectors of a rule within `@scope`, so that they look at all of the page, as outside of scopes: themes are marked
 * around widgets. What they find stays within the scope.
 *
 * A selector that names `:scope` is not taken for one of what is below it. Source:
 * <https://drafts.csswg.org/css-cascade-6/#scoped-rules>.
 *
 * @param list as a browser writes selectors: pseudo-elements with two colons.
 */
export function lookingAround(list: string): string {
  const commas = ownPlaces(list).filter((place) => list[place] === ',');
  const starts = [0, ...commas.map((comma) => comma + 1)];
  return starts.map((start, number) => reachingOut(list.slice(start, commas[number]).trim())).join(', ');
}

/**
 * As `lookingAround`, and with no need of `@scope`, for browsers that have none.
 *
 * @param scope matches the elements within which the rule holds.
 * @param limit matches the elements, within those, where it ends.
 */
export function lookingAroundFrom(list: string, scope: string, limit: string): string {
  const ended = `${scope} ${limit}`;
  return lookingAround(list)
    .replaceAll(WITHIN, `:where(${scope} *):not(:where(${ended}, ${ended} *))`)
    .replaceAll(/:scope|(?<![\w"'=])&/g, scope);
}

function reachingOut(selector: string): string {
  if (ROOTS.includes(selector)) {
    return ':scope';
  }
  if (selector.includes(':scope') || selector.includes('&')) {
    return selector;
  }
  const end = ownPlaces(selector).find((place) => selector.startsWith('::', place)) ?? selector.length;
  return selector.slice(0, end) + WITHIN + selector.slice(end);
}

/** Where a text's characters are its own, and not part of a string, of brackets or of parentheses. */
function ownPlaces(text: string): number[] {
  const places: number[] = [];
  let depth = 0;
  let isString = false;
  for (let place = 0; place < text.length; place += 1) {
    const character = text.charAt(place);
    if (character === '\\') {
      place += 1;
    } else if (character === '"') {
      isString = !isString;
    } else if (isString) {
      continue;
    } else if ('(['.includes(character)) {
      depth += 1;
    } else if (')]'.includes(character)) {
      depth -= 1;
    } else if (depth === 0) {
      places.push(place);
    }
  }
  return places;
}
