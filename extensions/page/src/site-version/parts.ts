import { fetchAnew } from '@lite-build/messages/fetch-anew';

/** How a text of a site says of which version it is: a page, settings, a listing, `lite.js`. */
const SAID = /(?:name="lite-build-version" content=|"siteVersion[^"]*":\s*)"([0-9a-f]{16})"/;
/** The file of the site's root that tells of the version alone. */
const VERSION_FILE = 'site-version.json';
/** A host that does not answer for this long counts as away, in milliseconds. */
const PATIENCE = 20_000;

/** The version that the host publishes now; null where it does not say, as with no network. */
export async function publishedVersion(baseUrl: string): Promise<string | null> {
  try {
    const response = await ask(new URL(VERSION_FILE, baseUrl).href, 'no-cache');
    return response.ok ? versionIn(await response.text()) : null;
  } catch {
    return null;
  }
}

/**
 * Ask the host for parts of the site, past all caches, which have them from then on.
 *
 * @returns the version that all of them are of; null where they are of more than one, or one is missing.
 * @throws TypeError the host cannot be reached.
 */
export async function fetchParts(addresses: readonly string[]): Promise<string | null> {
  const versions = await Promise.all(
    addresses.map(async (address) => {
      const response = await ask(address, 'reload');
      return response.ok ? versionIn(await response.text()) : 'missing';
    }),
  );
  const said = new Set(versions.filter((version) => version !== null));
  const [version = null] = said;
  return said.size === 1 && version !== 'missing' ? version : null;
}

/** Whether the host has all of these files. */
export async function areThere(addresses: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(addresses.map(async (address) => await ask(address, 'reload')));
  return answers.every(({ ok }) => ok);
}

/** The version that a text says it is of. */
export function versionIn(text: string): string | null {
  return SAID.exec(text)?.[1] ?? null;
}

async function ask(address: string, cache: RequestCache): Promise<Response> {
  return await fetchAnew(address, { cache, signal: AbortSignal.timeout(PATIENCE) });
}
