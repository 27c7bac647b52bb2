import pageStyles from '../../../../lite_build/pages/styles/page.css' with { type: 'text' };
import { cellsOf, type NotebookJson, widgetsOf } from '../notebook/notebook-file.ts';
import { outputStyles } from '../outputs/index.ts';
import jsonStyles from '../outputs/renderers/json.css' with { type: 'text' };
import { word } from '../words/later-words.ts';
import ownStyles from './page-file.css' with { type: 'text' };
import { holdFiles, type ReadFile } from './held-files.ts';
import { stillCell } from './still-cells.ts';

/** A notebook that becomes a page. */
export interface PagedNotebook {
  readonly notebook: NotebookJson;
  /** What the page is called where the notebook does not say it. */
  readonly name: string;
  /** Of its file on the site, which what it names is relative to. */
  readonly url: URL;
  /** Where it can be run. */
  readonly live: string;
  /** Where a link of the notebook leads. */
  readonly linked: (address: URL) => string;
  readonly read: ReadFile;
  /** When the page is made. */
  readonly date: Date;
}

/** A page asks no host for anything, runs nothing, sends nothing: browsers see to it, whatever is in it. */
const POLICY =
  "default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A language's name, as HTML has it. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]+)*$/i;
/** After so long the page that is open has its turn, in milliseconds: readers may stop what takes too long. */
const LONGEST_TASK = 50;

/**
 * Make a page of a notebook that holds all that it shows: one file of HTML, in which nothing runs.
 *
 * @param signal ends it before its end.
 * @throws DOMException AbortError after the signal.
 */
export async function pageFile(source: PagedNotebook, signal: AbortSignal): Promise<Blob> {
  const { notebook, url } = source;
  const cells = cellsOf(notebook.cells);
  const root = document.createElement('div').attachShadow({ mode: 'open' });
  const widgets = widgetsOf(notebook.metadata) ?? {};
  const place = { root, url, widgets, isPython: isPython(notebook.metadata) };
  const names = new Set<string>();
  const parts: string[] = [];
  let heading = '';
  let hasOwnHeading: boolean | null = null;
  let hasFormulas = false;
  let paused = performance.now();
  for (const cell of cells) {
    if (performance.now() - paused > LONGEST_TASK) {
      await new Promise((resolve) => setTimeout(resolve));
      paused = performance.now();
    }
    signal.throwIfAborted();
    const shown = await stillCell(cell, place);
    if (shown === null) {
      continue;
    }
    hasOwnHeading ??= shown.firstElementChild?.localName === 'h1';
    heading ||= shown.querySelector('.page-text h1, :scope > h1')?.textContent.trim() ?? '';
    hasFormulas ||= shown.querySelector('math') !== null;
    await holdFiles(shown, url, source.read);
    leadLinks(shown, source);
    nameOnce(shown, names);
    parts.push(shown.outerHTML, '\n');
  }
  const title = said(notebook.metadata, 'title') || heading || source.name;
  const told = said(notebook.metadata, 'language');
  const language = LANGUAGE.test(told) ? told : 'en';
  const styles = [outputStyles, jsonStyles, pageStyles, ownStyles];
  if (hasFormulas) {
    styles.push(await formulas());
  }
  const head = [
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n`,
    `<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
    `<title>${escaped(title)}</title>\n`,
    `<style>${styles.join('\n').replaceAll('</', '<\\/')}</style>\n</head>\n<body class="page">\n`,
  ];
  const bar = [
    `<header class="page-bar"><nav><a href="${escaped(source.live)}">${escaped(word('open-in-jupyterlab'))}</a></nav>`,
    `<p>${escaped(source.name)}, as it was on ${source.date.toISOString().slice(0, 10)}. Nothing runs on this page.</p></header>\n`,
    '<main class="page-content">\n',
    ...(hasOwnHeading === true ? [] : [`<h1>${escaped(title)}</h1>\n`]),
  ];
  return new Blob([...head, ...bar, ...parts, '</main>\n</body>\n</html>\n'], { type: 'text/html' });
}

/** Links lead to the site, and those to a heading stay on the page. */
function leadLinks(element: Element, { url, linked }: PagedNotebook): void {
  for (const link of element.querySelectorAll('a[href]')) {
    const written = link.getAttribute('href') ?? '';
    const address = URL.parse(written, url);
    if (address === null || /^(?:data|mailto):/i.test(written)) {
      continue;
    }
    const isHere = [url.href, document.URL].some(
      (page) => address.hash !== '' && page.replace(/#.*/, '') === address.href.replace(/#.*/, ''),
    );
    link.setAttribute('href', isHere ? address.hash : linked(address));
  }
}

/** Of the elements of one name the first one keeps it. */
function nameOnce(element: Element, names: Set<string>): void {
  for (const named of element.querySelectorAll('[id]')) {
    if (named.closest('svg, .lite-outputs') !== null) {
      continue;
    }
    if (names.has(named.id)) {
      named.removeAttribute('id');
    }
    names.add(named.id);
  }
}

async function formulas(): Promise<string> {
  const { formulaStyles, scriptLetters } = await import('../outputs/renderers/mathematics.ts');
  const { toBase64 } = await import('@lite-build/drive/base64');
  const font = `@font-face{font-family:Temml;src:url(data:font/woff2;base64,${toBase64(scriptLetters)})}`;
  return `${font}\n${formulaStyles('.page-text, .lite-outputs')}`;
}

/** What a notebook says of itself; empty where it does not. */
function said(metadata: unknown, name: string): string {
  const value = isObject(metadata) ? metadata[name] : undefined;
  return typeof value === 'string' ? value.trim() : '';
}

function isPython(metadata: unknown): boolean {
  const { language_info: info, kernelspec } = isObject(metadata) ? metadata : {};
  const told = [isObject(info) ? info['name'] : null, isObject(kernelspec) ? kernelspec['language'] : null];
  const language = told.find((each) => typeof each === 'string' && each !== '');
  return typeof language !== 'string' || /^i?python/i.test(language);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
