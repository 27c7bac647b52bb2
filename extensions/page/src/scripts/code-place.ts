/** Where some code or text is from, for people. */
export interface CodePlace {
  readonly filename: string;
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
}

let reading: Promise<string> | null = null;

/**
 * Find the lines of the page's own file that the text in an element is on, so that messages name them.
 *
 * Where the page's file has not that text, as of an element that was added later, lines count from the text's
 * beginning.
 *
 * @param source the file that the text is in; null where it stands in the element.
 */
export async function codePlaceOf(element: Element, source: string | null): Promise<CodePlace> {
  if (source !== null) {
    return { filename: source, line: 1 };
  }
  const name = nameOfPage();
  const page = await pageText();
  const at = page.indexOf(element.innerHTML);
  return at < 0 || element.innerHTML.trim() === ''
    ? { filename: `${name} (${element.id === '' ? 'a script' : element.id})`, line: 1 }
    : { filename: name, line: page.slice(0, at).split('\n').length };
}

/** The name of the page's file. */
export function nameOfPage(): string {
  const filename = location.pathname.split('/').at(-1) ?? '';
  return filename === '' ? 'index.html' : decodeURIComponent(filename);
}

/** The page's file as its host has sent it; empty where the browser does not have it. */
export async function pageText(): Promise<string> {
  reading ??= readPage();
  return await reading;
}

/** The browser has the file still. */
async function readPage(): Promise<string> {
  const response = await fetch(document.URL, { cache: 'force-cache' }).catch(() => null);
  return response?.ok === true ? (await response.text()).replace(/\r\n?/g, '\n') : '';
}
