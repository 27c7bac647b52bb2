import { withoutSharedIndent } from '../elements/code/code.ts';
import { fetchNamed } from '../elements/fetch-named.ts';

/** What a tag says of its code. */
export interface ScriptTag {
  readonly element: HTMLElement;
  /** The file that the code is in, relative to the page; null where it stands in the tag. */
  readonly source: string | null;
  /** The name of its names: '' for those that all share. */
  readonly environment: string;
  /** Where it shows things, as the attribute says it: an id or a selector. */
  readonly target: string | null;
  /** Whether what it prints is shown where it stands, as of tags that are no scripts. */
  readonly showsPrints: boolean;
}

/** Read a tag. */
export function readTag(element: HTMLElement): ScriptTag {
  return {
    element,
    source: element.getAttribute('src'),
    environment: element.getAttribute('env') ?? '',
    target: element.getAttribute('target'),
    showsPrints: !(element instanceof HTMLScriptElement),
  };
}

/**
 * Get a tag's code. Each line has the number that it has in its file, or after the tag's beginning.
 *
 * @throws AuthorMistake if its file cannot be had.
 */
export async function codeOfTag({ element, source }: ScriptTag, signal: AbortSignal): Promise<string> {
  return source === null
    ? withoutSharedIndent(element.textContent.replace(/\r\n?/g, '\n'))
    : await (await fetchNamed(source, signal)).text();
}
