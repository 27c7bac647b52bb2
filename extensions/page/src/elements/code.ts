import { AuthorMistake } from './lite-element.ts';

/** What a child script of some Python is. */
const PYTHON = 'text/x-python';

/**
 * The code of an element: of its child `<script type="text/x-python">`, of the file that `src` names, or
 * of the child that is in its slot `code`, as a build has highlighted it.
 *
 * @throws AuthorMistake if there is none, or the file is not to be had.
 */
export async function codeOf(element: Element, signal: AbortSignal): Promise<string> {
  const source = element.getAttribute('src');
  if (source !== null) {
    return await fetchCode(source, signal);
  }
  const script = element.querySelector(`:scope > script[type="${PYTHON}"]`);
  if (script !== null) {
    return dedented(script.textContent);
  }
  const shown = element.querySelector(':scope > [slot="code"]');
  if (shown === null) {
    throw new AuthorMistake(
      'It has no code.',
      `Put the code into a <script type="${PYTHON}"> in it, or name a file: src="code.py".`,
    );
  }
  return codeIn(shown);
}

async function fetchCode(source: string, signal: AbortSignal): Promise<string> {
  const url = new URL(source, document.baseURI);
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new AuthorMistake(
      `${url.href} cannot be had: ${error instanceof Error ? error.message : String(error)}.`,
      'Look at the address in src, and whether its host allows this page to read it.',
    );
  });
  if (!response.ok) {
    throw new AuthorMistake(
      `${url.href} cannot be had: its host answered ${response.status}.`,
      'Look at the address in src: it is relative to the page.',
    );
  }
  return (await response.text()).trimEnd();
}

/** The code that an element of the page shows. */
export function codeIn(element: Element): string {
  return element.textContent.replace(/\r\n?/g, '\n').trimEnd();
}

/** Code without the empty lines around it and the indentation that all its lines share, as HTML has them. */
export function dedented(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  let shared = indents[0] ?? '';
  for (const indent of indents) {
    while (!indent.startsWith(shared)) {
      shared = shared.slice(0, -1);
    }
  }
  return lines
    .map((line) => line.slice(Math.min(shared.length, line.length - line.trimStart().length)))
    .join('\n');
}
