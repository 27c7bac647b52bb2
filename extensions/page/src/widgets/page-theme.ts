const DARK_CLASSES = ['dark', 'dark-theme'];
const PROBE = 'light-dark(rgb(1 1 1), rgb(2 2 2))';
const IS_DARK = 'rgb(2, 2, 2)';

/**
 * Mark an element with whether the page is light or dark there, as anywidget's authors look for it: `data-theme` and, in
 * the dark, the classes `dark` and `dark-theme`. What else is on the page is not a widget's to change.
 *
 * @param signal ends it.
 */
export function followTheme(element: HTMLElement, signal: AbortSignal): void {
  if (signal.aborted) {
    return;
  }
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.color = PROBE;
  element.before(probe);
  const mark = (): void => {
    const isDark = getComputedStyle(probe).color === IS_DARK;
    element.dataset['theme'] = isDark ? 'dark' : 'light';
    for (const each of DARK_CLASSES) {
      element.classList.toggle(each, isDark);
    }
  };
  const observer = new MutationObserver(mark);
  for (let place: Element | null = element.parentElement; place !== null; place = place.parentElement) {
    observer.observe(place, { attributes: true });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', mark, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    probe.remove();
  });
  mark();
}
