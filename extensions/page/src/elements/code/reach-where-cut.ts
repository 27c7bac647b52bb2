/**
 * Have what does not fit into an element be scrolled by the keyboard too, and where all of it fits, no key stop there.
 *
 * @param content what it holds.
 * @param label what those who listen hear it called.
 */
export function reachWhereCut(
  element: HTMLElement,
  content: HTMLElement,
  label: string,
  signal: AbortSignal,
): void {
  const observer = new ResizeObserver(() => {
    const { clientHeight, clientWidth, scrollHeight, scrollWidth } = element;
    const isCut = scrollWidth > clientWidth || scrollHeight > clientHeight;
    element.role = isCut ? 'region' : null;
    element.ariaLabel = isCut ? label : null;
    if (isCut) {
      element.tabIndex = 0;
    } else {
      element.removeAttribute('tabindex');
    }
  });
  observer.observe(element);
  observer.observe(content);
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}
