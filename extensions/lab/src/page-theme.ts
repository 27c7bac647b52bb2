/** JupyterLab's mark on the body of its page, in each of its applications: whether the theme is a light one. */
const IS_LIGHT = 'data-jp-theme-light';

/** What published widgets take for a sign of a dark page, on any element around them. */
const DARK_CLASSES = ['dark', 'dark-theme'] as const;

/**
 * Have an element tell what is within it whether the page's theme is light or dark, as anywidget's authors look for it:
 * `data-theme` and, in the dark, the classes `dark` and `dark-theme`. Only the element is marked: what else is on the page
 * is not a widget's to change.
 *
 * @param ending ends it.
 */
export function followTheme(element: HTMLElement, ending: AbortSignal): void {
  const mark = (): void => {
    const isDark = document.body.getAttribute(IS_LIGHT) === 'false';
    element.dataset.theme = isDark ? 'dark' : 'light';
    for (const each of DARK_CLASSES) {
      element.classList.toggle(each, isDark);
    }
  };
  const observer = new MutationObserver(mark);
  observer.observe(document.body, { attributeFilter: [IS_LIGHT] });
  ending.addEventListener('abort', () => {
    observer.disconnect();
  });
  mark();
}
