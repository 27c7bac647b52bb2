import { toBase64 } from '@lite-build/drive/base64';

/** A file that a page shows. */
export interface HeldFile {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Reads a file by its address; null where it is none of the site's, or is not there. */
export type ReadFile = (address: URL) => Promise<HeldFile | null>;

const NAMING = [
  ['img, audio, video, source, track, input', 'src'],
  ['video', 'poster'],
  ['image, use, feImage', 'href'],
  ['image, use, feImage', 'xlink:href'],
] as const;

/**
 * Put what an element shows of other files into it. What is not to be had is named by a link: nothing of the page asks
 * a host for anything.
 *
 * @param base the address that relative ones lead from.
 */
export async function holdFiles(element: Element, base: URL, read: ReadFile): Promise<void> {
  for (const place of element.querySelectorAll('[srcset]')) {
    place.removeAttribute('srcset');
  }
  for (const [selector, attribute] of NAMING) {
    for (const place of element.querySelectorAll(selector)) {
      const address = place.getAttribute(attribute) ?? '';
      if (address === '' || /^(?:data:|#)/i.test(address)) {
        continue;
      }
      const url = URL.parse(address, base);
      const file = url === null ? null : await read(url);
      if (file === null) {
        instead(place, attribute, url);
      } else {
        place.setAttribute(attribute, `data:${file.type};base64,${toBase64(file.content)}`);
      }
    }
  }
}

/** What stands in the place of a file that is not held. */
function instead(place: Element, attribute: string, url: URL | null): void {
  place.removeAttribute(attribute);
  const outermost = withoutPart(place);
  if (outermost === null || attribute !== 'src' || url === null || !url.protocol.startsWith('http')) {
    return;
  }
  const link = document.createElement('a');
  link.href = url.href;
  const alternative = place.getAttribute('alt') ?? '';
  link.textContent = alternative === '' ? url.href : alternative;
  // A link in a link would be two.
  outermost.replaceWith(outermost.closest('a') === null ? link : link.textContent);
}

/** Take a part of a film or a sound out. What shows nothing without it is to be replaced; null where something is left. */
function withoutPart(place: Element): Element | null {
  if (place.localName !== 'source' && place.localName !== 'track') {
    return place;
  }
  const whole = place.closest('audio, video');
  place.remove();
  const isLast = place.localName === 'source' && whole?.querySelector('source[src]') === null;
  return isLast && !whole.hasAttribute('src') ? whole : null;
}
