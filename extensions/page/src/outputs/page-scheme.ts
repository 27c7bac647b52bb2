/** Attributes by which pages switch between light and dark. */
const SWITCHES = [
  'class',
  'style',
  'data-theme',
  'data-bs-theme',
  'data-color-mode',
  'data-mode',
  'data-md-color-scheme',
];
/** Below this, a background is dark; relative luminance of sRGB, from 0 to 1. */
const DARK = 0.35;

const followers = new Set<() => void>();
let observer: MutationObserver | undefined;
const darkPreferred = matchMedia('(prefers-color-scheme: dark)');

/**
 * Keep an element's `color-scheme` that of the page around it, until the signal.
 *
 * Many pages are dark and do not say so by `color-scheme`: what is behind the element tells.
 */
export function followPageScheme(element: HTMLElement, signal: AbortSignal): void {
  const follow = (): void => {
    const scheme = element.isConnected ? schemeBehind(element) : undefined;
    if (element.style.colorScheme !== (scheme ?? '')) element.style.colorScheme = scheme ?? '';
  };
  follow();
  followers.add(follow);
  observe();
  signal.addEventListener('abort', () => {
    followers.delete(follow);
    if (followers.size === 0) stopObserving();
  });
}

function followAll(): void {
  for (const follow of followers) follow();
}

/** A page that turns dark by and by is dark at the end. */
function followBackground(event: TransitionEvent): void {
  if (event.propertyName === 'background-color') followAll();
}

function observe(): void {
  if (observer) return;
  observer = new MutationObserver(followAll);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: SWITCHES });
  }
  darkPreferred.addEventListener('change', followAll);
  addEventListener('load', followAll);
  addEventListener('transitionend', followBackground);
}

function stopObserving(): void {
  observer?.disconnect();
  observer = undefined;
  darkPreferred.removeEventListener('change', followAll);
  removeEventListener('load', followAll);
  removeEventListener('transitionend', followBackground);
}

/** Whether the nearest background behind an element is light or dark; undefined where the page has none but the browser's. */
function schemeBehind(element: HTMLElement): 'light' | 'dark' | undefined {
  for (let place: Element | null = element; place; place = parentOf(place)) {
    const [red, green, blue, alpha] = colourOf(getComputedStyle(place).backgroundColor);
    if (alpha < 128) continue;
    const [r, g, b] = [red, green, blue].map((part) => (part / 255) ** 2.2) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < DARK ? 'dark' : 'light';
  }
  return undefined;
}

/** The element around another, also out of a shadow root or a slot. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : element.parentElement;
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const colours = new Map<string, Colour>();
let painter: CanvasRenderingContext2D | null | undefined;

/** A computed colour, in whatever space it is written, as bytes of sRGB. */
function colourOf(written: string): Colour {
  if (written === 'rgba(0, 0, 0, 0)' || written === 'transparent') return [0, 0, 0, 0];
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(written);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3]), 255];
  const known = colours.get(written);
  if (known) return known;
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  painter ??= canvas.getContext('2d', { willReadFrequently: true });
  if (!painter) return [0, 0, 0, 0];
  painter.clearRect(0, 0, 1, 1);
  painter.fillStyle = written;
  painter.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = painter.getImageData(0, 0, 1, 1).data;
  const colour: Colour = [red, green, blue, alpha];
  colours.set(written, colour);
  return colour;
}
