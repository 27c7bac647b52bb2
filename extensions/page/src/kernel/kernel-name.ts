/** The name of the Python that an element asks: as it says, or what is around it; null for the page's own. */
export function kernelNameOf(element: Element): string | null {
  return element.closest('[kernel]')?.getAttribute('kernel') ?? null;
}
