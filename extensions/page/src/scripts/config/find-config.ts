import { AuthorMistake } from '../../elements/author-mistake.ts';
import { fetchNamed } from '../../elements/fetch-named.ts';
import { codePlaceOf } from '../code-place.ts';
import { CONFIGS, ENVIRONMENTS, RUN } from '../signs.ts';
import { type PageConfig, readConfig } from './page-config.ts';
import { ConfigMistake, parseConfig, type RawConfig } from './parse-config.ts';
import { readEnvironment } from './page-environment.ts';

/**
 * Says what is wrong with a configuration, beside the element that has it.
 *
 * @param place of the mistake, where it is known better than by the element's tag.
 */
export type ReportMistake = (words: string, element: HTMLElement, place?: string) => void;

/** What a page says of its Python, and the element that says it. */
export interface FoundConfig extends PageConfig {
  readonly element: HTMLElement | null;
}

/** Where a page has a configuration. */
interface Source {
  readonly element: HTMLElement;
  /** The file that it is in, relative to the page; null where it stands in the page. */
  readonly file: string | null;
  readonly text: string;
}

const EXAMPLES = 'Write TOML, as in packages = ["numpy"], or JSON, as in {"packages": ["numpy"]}.';

/**
 * Read what a page says of its Python, wherever it does.
 *
 * @param signal ends the fetch of a file.
 * @param own a script in a worker that has a configuration of its own; null for that of the page.
 */
export async function findConfig(
  report: ReportMistake,
  signal: AbortSignal,
  own: HTMLElement | null,
): Promise<FoundConfig> {
  const [source, ...others] = own === null ? distinct(sourcesIn(document)) : [sourceOf(own)];
  for (const other of others) {
    report(
      'This page has two configurations: that of ' +
        `${nameOf(source)} counts, and that of ${nameOf(other)} does not. Put all into one.`,
      other.element,
    );
  }
  let raw: RawConfig = {};
  let base = document.baseURI;
  if (source !== undefined) {
    try {
      const [text, address] = await textOf(source, signal);
      base = address;
      raw = await parseConfig(text);
    } catch (error) {
      const place = error instanceof ConfigMistake ? await placeOf(error, source) : undefined;
      report(wordsOf(error), source.element, place);
    }
  }
  const config = readConfig(withEnvironments(raw, report), base);
  for (const mistake of config.mistakes) {
    report(`The configuration (${nameOf(source)}): ${mistake}`, source?.element ?? document.body);
  }
  for (const note of config.notes) {
    console.info(note);
  }
  return { ...config, element: source?.element ?? null };
}

function sourcesIn(root: Document): Source[] {
  return [...root.querySelectorAll<HTMLElement>(`${CONFIGS}, :is(${RUN})[config]:not([worker])`)].map(
    sourceOf,
  );
}

function sourceOf(element: HTMLElement): Source {
  const config = element.matches(CONFIGS) ? null : (element.getAttribute('config') ?? '');
  if (config === null) {
    return { element, file: element.getAttribute('src'), text: element.textContent };
  }
  const isInline = /^\s*[{[]|^\s*\w+\s*=/.test(config);
  return { element, file: isInline ? null : config, text: isInline ? config : '' };
}

/** Several scripts may name the same one. */
function distinct(sources: readonly Source[]): Source[] {
  const isSame = (one: Source, other: Source): boolean =>
    one.file === other.file && one.text.trim() === other.text.trim();
  return sources.filter((source, index) => sources.findIndex((each) => isSame(each, source)) === index);
}

/** A configuration's text, and what its addresses are relative to. */
async function textOf({ file, text }: Source, signal: AbortSignal): Promise<[string, string]> {
  if (file === null) {
    return [text, document.baseURI];
  }
  const response = await fetchNamed(file, signal, 'config');
  return [await response.text(), new URL(file, document.baseURI).href];
}

function wordsOf(error: unknown): string {
  if (error instanceof ConfigMistake) {
    return `the configuration cannot be read, ${error.message}. ${EXAMPLES}`;
  }
  return error instanceof AuthorMistake ? `The configuration: ${error.message}` : String(error);
}

async function placeOf({ line, column }: ConfigMistake, { element, file }: Source): Promise<string> {
  if (file === null && element.hasAttribute('config')) {
    return line === null ? 'config' : `config, line ${line}, column ${column ?? 1}`;
  }
  const { filename, line: first } = await codePlaceOf(element, file);
  const at = line === null ? '' : `, line ${first + line - 1}`;
  return `${filename}${at}${column === null ? '' : `, column ${column}`}`;
}

function nameOf(source: Source | undefined): string {
  if (source === undefined) {
    return '<py-env>';
  }
  const { element, file } = source;
  return file ?? (element.matches(CONFIGS) ? `<${element.localName}>` : 'the attribute config');
}

/** What `<py-env>` lists is added to what the configuration says. */
function withEnvironments(raw: RawConfig, report: ReportMistake): RawConfig {
  let all = raw;
  for (const element of document.querySelectorAll<HTMLElement>(ENVIRONMENTS)) {
    const said = readEnvironment(element.textContent, (words) => {
      report(words, element);
    });
    const joined = (key: string): unknown[] => [...listOf(all[key]), ...listOf(said[key])];
    all = { ...all, packages: joined('packages'), paths: joined('paths') };
  }
  return all;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
