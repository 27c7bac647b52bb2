import type { CodePlace } from './page-thread.ts';
import type { ScriptTag } from './script-tag.ts';

let reading: Promise<string> | null = null;

/**
 * Find the lines of the page's own file that a script's code is on, so that tracebacks name them.
 *
 * Where the page's file has not that text, as of a script that was added later, lines count from the script's beginning.
 */
export async function codePlaceOf({ element, source }: ScriptTag): Promise<CodePlace> {
  if (source !== null) {
    return { filename: source, line: 1 };
  }
  const filename = location.pathname.split('/').at(-1) ?? '';
  const name = filename === '' ? 'index.html' : decodeURIComponent(filename);
  reading ??= readPage();
  const page = await reading;
  const at = page.indexOf(element.innerHTML);
  return at < 0 || element.innerHTML.trim() === ''
    ? { filename: `${name} (${element.id === '' ? 'a script' : element.id})`, line: 1 }
    : { filename: name, line: page.slice(0, at).split('\n').length };
}

/** The browser has the file still. */
async function readPage(): Promise<string> {
  const response = await fetch(document.URL, { cache: 'force-cache' }).catch(() => null);
  return response?.ok === true ? await response.text() : '';
}
