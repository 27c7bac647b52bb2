import { AuthorMistake } from './author-mistake.ts';

/**
 * Fetch the file that an element's attribute names, relative to the page.
 *
 * @param attribute of its name.
 * @throws AuthorMistake if it is not to be had.
 */
export async function fetchNamed(source: string, signal: AbortSignal, attribute = 'src'): Promise<Response> {
  const url = URL.parse(source, document.baseURI);
  if (url === null) {
    throw new AuthorMistake(`${attribute}="${source}" is no address.`, 'Name a file, relative to the page.');
  }
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    const words = error instanceof Error ? error.message : String(error);
    throw new AuthorMistake(`${url.href} cannot be had: ${words}.`, remedyFor(url, attribute));
  });
  if (!response.ok) {
    throw new AuthorMistake(
      `${url.href} cannot be had: its host answered ${response.status}.`,
      `Look at the address in ${attribute}: it is relative to the page.`,
    );
  }
  return response;
}

function remedyFor({ protocol }: URL, attribute: string): string {
  return protocol === 'file:'
    ? 'Browsers let no page read files of the machine: serve the folder, as by `lite-build serve` or ' +
        '`python -m http.server`, and open the page at the address that this tells.'
    : `Look at the address in ${attribute}, and whether its host allows this page to read it.`;
}
