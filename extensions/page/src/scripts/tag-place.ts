import { nameOfPage, pageText } from './code-place.ts';

/**
 * Tell where the tag of an element stands in the page's file, as in "app.html, line 12".
 *
 * @returns null where the file has no such tag, as of an element that was added later.
 */
export async function placeOfTag(element: Element): Promise<string | null> {
  const page = (await pageText()).replace(/<!--[^]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const tags = tagsIn(page, element.localName).filter((tag) => hasAll(element, tag.attributes));
  const most = Math.max(...tags.map(({ attributes }) => attributes.length));
  const alike = tags.filter(({ attributes }) => attributes.length === most);
  const tag = alike[countBefore(element)];
  return tag === undefined ? null : `${nameOfPage()}, line ${page.slice(0, tag.at).split('\n').length}`;
}

/** A tag in a file. */
interface WrittenTag {
  /** How many characters are before it. */
  readonly at: number;
  readonly attributes: readonly Attr[];
}

function tagsIn(page: string, name: string): WrittenTag[] {
  const pattern = new RegExp(`<${name}(?=[\\s/>])(?:"[^"]*"|'[^']*'|[^>"'])*>`, 'gi');
  return [...page.matchAll(pattern)].map((found) => {
    const template = document.createElement('template');
    template.innerHTML = found[0];
    return { at: found.index, attributes: [...(template.content.firstElementChild?.attributes ?? [])] };
  });
}

/** The page may have added others meanwhile. */
function hasAll(element: Element, attributes: readonly Attr[]): boolean {
  return attributes.every(({ name, value }) => element.getAttribute(name) === value);
}

/** How many elements of the same tag are before one, with the same attributes. */
function countBefore(element: Element): number {
  const tag = tagOf(element);
  const all = [...document.getElementsByTagName(element.localName)].filter((each) => tagOf(each) === tag);
  return Math.max(all.indexOf(element), 0);
}

function tagOf(element: Element): string {
  return (element.cloneNode(false) as Element).outerHTML;
}
