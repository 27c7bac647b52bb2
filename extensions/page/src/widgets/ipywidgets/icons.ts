const ICON = '.fa, .fas';

/** Have icons be fetched when the first of them comes into an element, until the signal. */
export function watchIcons(element: HTMLElement, signal: AbortSignal): void {
  const look = (): void => {
    if (element.querySelector(ICON) !== null) {
      observer.disconnect();
      import('./icon-styles.ts').then(
        ({ adoptIconStyles }) => {
          adoptIconStyles(element);
        },
        (error: unknown) => {
          console.warn('The icons of widgets could not be fetched.', error);
        },
      );
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(element, { childList: true, subtree: true, attributeFilter: ['class'] });
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
  look();
}
