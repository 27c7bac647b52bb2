/** Where HTML names files. */
const NAMING = [
  ['img, audio, video, source, track, iframe, embed, script', 'src'],
  ['a, link', 'href'],
  ['video', 'poster'],
  ['object', 'data'],
] as const;

/**
 * Have relative addresses of an output lead to where they were meant to, before anything is fetched; links that lead away
 * open a tab of their own, since what a reader has run would be lost.
 *
 * @param base the folder of the notebook, if that is not the page's.
 */
export function followAddresses(content: DocumentFragment, base: string | undefined): void {
  if (base !== undefined) {
    for (const [selector, attribute] of NAMING) {
      for (const element of content.querySelectorAll(selector)) resolve(element, attribute, base);
    }
  }
  for (const link of content.querySelectorAll<HTMLAnchorElement>('a[href]:not([target])')) {
    if (!URL.canParse(link.href) || !link.protocol.startsWith('http') || link.origin === location.origin)
      continue;
    link.target = '_blank';
    link.relList.add('noopener');
  }
}

/** What begins with a protocol, and places of the page itself, stay as they are. */
function resolve(element: Element, attribute: string, base: string): void {
  const address = element.getAttribute(attribute)?.trim() ?? '';
  if (address === '' || /^(?:#|[a-z][a-z0-9+.-]*:)/i.test(address) || !URL.canParse(address, base)) return;
  element.setAttribute(attribute, new URL(address, base).href);
}
