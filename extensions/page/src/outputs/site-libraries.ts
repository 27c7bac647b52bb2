/** The libraries that the site has for pages, by their names: addresses of modules. */
const addresses = new Map<string, string>();

/** Have outputs be drawn with libraries of the site. */
export function offerLibraries(libraries: Readonly<Record<string, string>>, baseUrl: string): void {
  for (const [name, path] of Object.entries(libraries)) {
    addresses.set(name, new URL(path, baseUrl).href);
  }
}

/**
 * A library of the site; undefined where it has none of this name. No global is left behind.
 *
 * @param global that the library sets.
 * @throws TypeError if its file cannot be fetched.
 */
export async function siteLibrary(name: string, global: string): Promise<unknown> {
  const address = addresses.get(name);
  if (address === undefined) {
    return undefined;
  }
  const module = (await import(address)) as { readonly default: unknown };
  if (Reflect.get(globalThis, global) === module.default) {
    Reflect.deleteProperty(globalThis, global);
  }
  return module.default;
}
