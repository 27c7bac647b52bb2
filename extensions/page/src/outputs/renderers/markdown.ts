import { Marked, type TokenizerAndRendererExtension, type Tokens } from 'marked';
import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { followAddresses } from './addresses.ts';
import { sanitized } from './sanitize.ts';

interface MathToken extends Tokens.Generic {
  readonly tex: string;
  readonly isDisplay: boolean;
}

// As in JupyterLab: braces balance by themselves, and no blank line is inside. `\\(` is a backslash and `(` in Markdown.
const INSIDE = '(?:(?!\\n\\s*\\n)[^])+?';
const DISPLAY = new RegExp(
  `^(?:\\$\\$(${INSIDE})\\$\\$|\\\\\\\\\\[(${INSIDE})\\\\\\\\\\]|(\\\\begin\\{([a-zA-Z]+\\*?)\\}${INSIDE}\\\\end\\{\\4\\}))`,
);
const INLINE = new RegExp(
  `^(?:\\$((?:(?!\\n\\s*\\n)(?:\\\\[^]|[^$\\\\]))+)\\$|\\\\\\\\\\((${INSIDE})\\\\\\\\\\))`,
);
const BEGINNING = /\$|\\\\[([]|\\begin\{/;

function mathToken(type: string, source: string): MathToken | undefined {
  const display = DISPLAY.exec(source);
  const match = display ?? (type === 'inlineMath' ? INLINE.exec(source) : null);
  if (!match) return undefined;
  const tex = display ? (match[1] ?? match[2] ?? match[3]) : (match[1] ?? match[2]);
  return tex === undefined ? undefined : { type, raw: match[0], tex, isDisplay: display !== null };
}

function mathExtension(name: 'blockMath' | 'inlineMath'): TokenizerAndRendererExtension {
  const isBlock = name === 'blockMath';
  return {
    name,
    level: isBlock ? 'block' : 'inline',
    start(source) {
      const at = isBlock ? /(?:^|\n)(?:\$\$|\\\\\[|\\begin\{)/.exec(source)?.index : source.search(BEGINNING);
      return at === undefined || at < 0 ? undefined : at;
    },
    tokenizer: (source) => mathToken(name, source),
    renderer(token) {
      const { tex, isDisplay } = token as MathToken;
      const text = tex.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
      const span = `<span class="lite-math" data-display="${isDisplay}">${text}</span>`;
      return isBlock ? `<p>${span}</p>\n` : span;
    },
  };
}

/** Code, in which a dollar is one, or mathematics in a line. */
const CODE_OR_INLINE = /(`+)[^`][^]*?\1|\$(?:\\[^]|[^$\\\n])+\$/g;

function inMathematics(source: string, change: (mathematics: string) => string): string {
  return source.replace(CODE_OR_INLINE, (found) => (found.startsWith('`') ? found : change(found)));
}

/** A block of code, or a line that a table may have. */
const FENCE_OR_ROW = /^ {0,3}(`{3,}|~{3,})[^]*?^ {0,3}\1|^[ >]*\|.*$/gm;

function isFence(found: string): boolean {
  return /^ *[`~]/.test(found);
}

/** A bar in a formula does not end a table's cell, as in JupyterLab; LaTeX has other words for it. */
function withoutBars(line: string): string {
  return inMathematics(line, (mathematics) => {
    return mathematics.replaceAll('\\|', '\\Vert ').replaceAll('|', '\\vert ');
  });
}

const marked = new Marked({
  gfm: true,
  extensions: [mathExtension('blockMath'), mathExtension('inlineMath')],
  hooks: {
    preprocess: (source) =>
      source.replace(FENCE_OR_ROW, (found) => (isFence(found) ? found : withoutBars(found))),
    // Stars and underscores in a formula emphasize nothing.
    emStrongMask: (source) => inMathematics(source, (mathematics) => 'a'.repeat(mathematics.length)),
  },
});

/** Markdown as JupyterLab shows it: GitHub's, with mathematics; never with scripts. */
export async function renderMarkdown({ element, value, options, signal }: Rendering): Promise<void> {
  await showMarkdown(element, joinedText(value), { base: options.base, signal });
}

/** How a text is shown. */
interface TextPlace {
  /** Where its relative addresses lead from. */
  readonly base?: string | undefined;
  /** Until when it is wanted. */
  readonly signal?: AbortSignal;
  /** Changes what is safe of it, while nothing of that is fetched yet. */
  readonly prepare?: (content: DocumentFragment) => void;
}

/**
 * Show a Markdown text in an element below `.lite-outputs`.
 */
export async function showMarkdown(
  element: HTMLElement,
  source: string,
  { base, signal, prepare }: TextPlace = {},
): Promise<void> {
  element.classList.add('lite-html', 'lite-markdown');
  const content = sanitized(marked.parse(source, { async: false }));
  prepare?.(content);
  followAddresses(content, base);
  element.replaceChildren(content);
  nameHeadings(element);
  const formulas = element.querySelectorAll<HTMLElement>('.lite-math');
  if (formulas.length === 0) return;
  const { formula } = await import('./mathematics.ts');
  if (signal?.aborted) return;
  for (const place of formulas) {
    place.replaceWith(formula(place.textContent, place.dataset['display'] === 'true', element));
  }
}

/** Headings can be linked to by JupyterLab's names, where nothing else of the page has that name. */
function nameHeadings(element: HTMLElement): void {
  for (const heading of element.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const name = heading.textContent.replace(/ /g, '-');
    if (heading.id === '' && name !== '' && !document.getElementById(name)) heading.id = name;
  }
}
