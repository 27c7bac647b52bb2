import type { PageHost } from './page-host.ts';
import { placeOfTag } from './tag-place.ts';

/**
 * Tell of a mistake of the page's author's.
 *
 * @param element that has it; null for the page as a whole.
 * @param place of the mistake, where that is known better than by the element's tag.
 */
export function tellMistake(host: PageHost, words: string, element: Element | null, place?: string): void {
  const finding = place === undefined && element !== null ? placeOfTag(element) : Promise.resolve(place);
  void finding
    .catch(() => null)
    .then((found) => {
      const script = element instanceof HTMLElement ? element : null;
      host.report(found == null ? words : `${found}: ${words}`, script);
    });
}
