/**
 * Whether the site's service worker can bring what Python in a worker asks its page: it is registered for pages of the
 * site, and for no others. A page that shares memory with its workers needs none.
 *
 * @param baseUrl the site's root.
 * @param scriptUrl of the service worker.
 */
export async function hasServiceWorker(baseUrl: string, scriptUrl: string): Promise<boolean> {
  const { serviceWorker } = navigator as Partial<Navigator>;
  if (crossOriginIsolated || serviceWorker === undefined || !location.href.startsWith(baseUrl)) {
    return false;
  }
  try {
    const present = await serviceWorker.getRegistration(baseUrl);
    const own = present?.scope === baseUrl ? present : await serviceWorker.register(scriptUrl);
    const script = (own.active ?? own.waiting ?? own.installing)?.scriptURL ?? '';
    // Whoever has another one for these pages keeps it.
    return script.split('?')[0] === scriptUrl.split('?')[0];
  } catch (error) {
    console.info(
      `This page has no service worker: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}
