import { word } from '../words/later-words.ts';
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) markScroller(target);
});

/** Have the keyboard reach an element while its content is wider than it, as not every browser does by itself. */
export function reachWhenScrolling(element: Element, signal: AbortSignal): void {
  observer.observe(element);
  signal.addEventListener('abort', () => {
    observer.unobserve(element);
  });
}

function markScroller(element: Element): void {
  const attributes = { tabindex: '0', role: 'region', 'aria-label': word('output') };
  const scrolls = element.scrollWidth > element.clientWidth + 1;
  for (const [name, value] of Object.entries(attributes)) {
    if (scrolls) element.setAttribute(name, value);
    else element.removeAttribute(name);
  }
}
