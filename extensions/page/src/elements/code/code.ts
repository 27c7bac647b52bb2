import { AuthorMistake } from '../author-mistake.ts';
import { codeIn } from './code-view.ts';
import { fetchNamed } from '../fetch-named.ts';

/** What a child script of some Python is. */
const PYTHON = 'text/x-python';

/** Whether an element says what its code is. */
export function hasCode(element: Element): boolean {
  return (
    element.hasAttribute('src') ||
    element.querySelector(`:scope > script[type="${PYTHON}"], :scope > [slot="code"]`) !== null
  );
}

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
  return (await (await fetchNamed(source, signal)).text()).trimEnd();
}

/** Code without the empty lines around it and the indentation that all its lines share, as HTML has them. */
export function dedented(text: string): string {
  return withoutSharedIndent(
    text
      .replace(/\r\n?/g, '\n')
      .replace(/^(?:[ \t]*\n)+/, '')
      .trimEnd(),
  );
}

/** Code without the indentation that all its lines share. Each line keeps its number. */
export function withoutSharedIndent(text: string): string {
  const lines = text.split('\n');
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
