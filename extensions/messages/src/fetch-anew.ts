/** The one in which jupyterlite's service worker keeps files, where a site has it do so. */
const UPSTREAMS_CACHE = 'precache';

/**
 * Ask the host for a file of the site, past all that keeps it: upstream's service worker answers by what it has, whatever
 * is asked for.
 */
export async function fetchAnew(address: string | URL, options: RequestInit): Promise<Response> {
  try {
    if ('caches' in globalThis && (await caches.has(UPSTREAMS_CACHE))) {
      await (await caches.open(UPSTREAMS_CACHE)).delete(address);
    }
  } catch {
    // Where a browser lets a page store nothing, nothing is kept.
  }
  return await fetch(address, options);
}
