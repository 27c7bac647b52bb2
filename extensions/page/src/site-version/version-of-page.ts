/** The version that the page says it is of, as the build wrote it. */
export function versionOfPage(): string | null {
  const said = document.querySelector<HTMLMetaElement>('meta[name="lite-build-version"]')?.content ?? '';
  return isVersion(said) ? said : null;
}

/** Whether a text is a version: a build writes it once the site is whole. */
export function isVersion(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** The page's own address, as a browser asks for it. */
export function addressOfPage(): string {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${search}`;
}
