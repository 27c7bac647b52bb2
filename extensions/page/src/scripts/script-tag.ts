import { withoutSharedIndent } from '../elements/code/code.ts';
import { fetchNamed } from '../elements/fetch-named.ts';
import { AuthorMistake } from '../elements/author-mistake.ts';
import { nearestOf } from '../nearest-word.ts';
import { pageText } from './code-place.ts';

/** What a tag says of its code. */
export interface ScriptTag {
  readonly element: HTMLElement;
  /** The file that the code is in, relative to the page; null where it stands in the tag. */
  readonly source: string | null;
  /** The name of the worker that it runs in; null where it runs on the page's own thread. */
  readonly worker: string | null;
  /** The name of its names: '' for those that all share. */
  readonly environment: string;
  /** Where it shows things, as the attribute says it: an id or a selector. */
  readonly target: string | null;
  /** Whether what it prints is shown where it stands, as of tags that are no scripts, and of terminals. */
  readonly showsPrints: boolean;
}

/** Attributes of these tags. */
const ATTRIBUTES = [
  'src',
  'config',
  'target',
  'env',
  'worker',
  'async',
  'name',
  'terminal',
  'type',
  'output',
  'setup',
  'auto-generate',
  'std-out',
  'std-err',
  'stderr',
  'service-worker',
  'version',
];
/** Attributes that any tag can have, or any script. */
const OF_HTML =
  /^(id|class|style|title|lang|dir|hidden|nonce|defer|crossorigin|integrity|referrerpolicy|fetchpriority|blocking|nomodule|charset|slot|part|role|tabindex|is|inert|translate|itemprop)$/;

/** Read a tag. */
export function readTag(element: HTMLElement): ScriptTag {
  return {
    element,
    source: element.getAttribute('src'),
    worker: workerOf(element),
    environment: element.getAttribute('env') ?? '',
    target: element.getAttribute('target') ?? element.getAttribute('output'),
    showsPrints: !(element instanceof HTMLScriptElement) || element.hasAttribute('terminal'),
  };
}

/** Scripts that say no name have a worker each; those that say the same share one. */
function workerOf(element: HTMLElement): string | null {
  const said = element.getAttribute('worker');
  if (said === null) {
    return null;
  }
  const named = element.getAttribute('name') ?? '';
  const name = [named, said, element.getAttribute('env') ?? ''].find((each) => each !== '');
  unnamed += name === undefined ? 1 : 0;
  return name ?? `script ${unnamed}`;
}

/** How many scripts have workers without a name. */
let unnamed = 0;

/** The attributes of a tag that mean nothing, each in a sentence. */
export function unknownAttributes(element: Element): string[] {
  return [...element.attributes].flatMap(({ name }) => {
    const isFree = /^(data|aria|m?py)-|^on|[:@]/.test(name);
    if (isFree || ATTRIBUTES.includes(name) || OF_HTML.test(name)) {
      return [];
    }
    const meant = nearestOf(name, ATTRIBUTES);
    const remedy = meant === undefined ? 'Attributes of your own begin with data-.' : `Write ${meant}.`;
    return [`<${element.localName}> has no attribute ${name}. ${remedy}`];
  });
}

/**
 * Get a tag's code. Each line has the number that it has in its file, or after the tag's beginning.
 *
 * @throws AuthorMistake if its file cannot be had, or if HTML has changed the code.
 */
export async function codeOfTag({ element, source }: ScriptTag, signal: AbortSignal): Promise<string> {
  if (source !== null) {
    const response = await fetchNamed(source, signal);
    // A host may answer so for a file that is not there, or the page names itself.
    if (response.headers.get('content-type')?.startsWith('text/html') === true) {
      throw new AuthorMistake(
        `${response.url} is a page of HTML, and no Python.`,
        'Name a file of Python in src.',
      );
    }
    return await response.text();
  }
  const text = element.firstElementChild === null ? element.textContent : await unmangled(element);
  return withoutSharedIndent(text.replace(/\r\n?/g, '\n'));
}

/** Code with tags in it, if it is in the page's file as it is here: HTML has closed no tag in it, and made up none. */
async function unmangled(element: HTMLElement): Promise<string> {
  const code = decoded(element.innerHTML);
  if (!decoded(await pageText()).includes(code.trim())) {
    const { localName } = element.querySelector('*') ?? element;
    throw new AuthorMistake(
      `HTML has taken a part of the code in <${element.localName}> for a tag, <${localName}>, as it does where < stands ` +
        'before a letter.',
      'Put the code into <script type="py">, where it is taken as it is; or write &lt; for <.',
    );
  }
  return code;
}

/** What HTML writes for its own signs, and may be written in code. */
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };

function decoded(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
