import { nearestOf } from '../../nearest-word.ts';
import { type ConfiguredFile, configuredFiles } from './configured-files.ts';
import type { RawConfig } from './parse-config.ts';

/** A module of JavaScript that Python imports by a name. */
export interface ConfiguredModule {
  /** Absolute. */
  readonly url: string;
  readonly name: string;
}

/** What a page says of its Python. */
export interface PageConfig {
  /** All of it, as it is written. */
  readonly raw: RawConfig;
  /** As a requirement is written, or the address of a wheel, absolute. */
  readonly packages: readonly string[];
  readonly files: readonly ConfiguredFile[];
  /** Those of the page's own thread. */
  readonly modules: readonly ConfiguredModule[];
  /** Those of workers. */
  readonly workerModules: readonly ConfiguredModule[];
  /** Whether errors are shown in the page, and not on the console alone. */
  readonly showsErrors: boolean;
  /** What cannot be as it is written, in sentences. */
  readonly mistakes: readonly string[];
  /** What means nothing here, in sentences. */
  readonly notes: readonly string[];
}

/** What a page can say, and what it is nearly like where it is mistyped. All else is for `pyscript.config` alone. */
const READ = ['packages', 'files', 'js_modules', 'plugins', 'interpreter'];
/** What pages that were written for PyScript say besides: the last two of years ago, the others change nothing here. */
const ALSO_KNOWN = [
  'name',
  'description',
  'version',
  'type',
  'author_name',
  'author_email',
  'license',
  'schema_version',
  'autoclose_loader',
  'docked',
  'runtimes',
  'interpreters',
  'sync_main_only',
  'splashscreen',
  'service_worker',
  'execution_thread',
  'packages_cache',
  'debug',
  'experimental_create_proxy',
  'experimental_ffi_timeout',
  'experimental_remote_packages',
  'paths',
  'fetch',
];

/**
 * Read a configuration.
 *
 * @param base what its addresses are relative to.
 */
export function readConfig(raw: RawConfig, base: string): PageConfig {
  const mistakes: string[] = [];
  const notes: string[] = [];
  const complain = (mistake: string): void => {
    mistakes.push(mistake);
  };
  for (const key of Object.keys(raw)) {
    const isKnown = READ.includes(key) || ALSO_KNOWN.includes(key);
    const meant = isKnown ? undefined : nearestOf(key, READ);
    if (meant !== undefined) {
      complain(`There is no ${key}. Write ${meant}.`);
    }
  }
  const interpreter = raw['interpreter'];
  if (interpreter !== undefined) {
    notes.push(
      `interpreter (${JSON.stringify(interpreter)}) means nothing here: a page has the Python that its site was built with.`,
    );
  }
  const places = placesOfModules(raw, complain);
  const plugins = textsOf(raw, 'plugins', complain);
  return {
    raw,
    packages: textsOf(raw, 'packages', complain).map((text) => packageOf(text, base)),
    files: [
      ...configuredFiles(objectOf(raw, 'files', complain), base, complain),
      ...configuredFiles(earlierFiles(raw, complain), base, complain),
    ],
    modules: modulesOf(places['main'], base, complain),
    workerModules: modulesOf(places['worker'], base, complain),
    showsErrors: !plugins.includes('!error'),
    mistakes,
    notes,
  };
}

/** The same files, as pages of 2022 (`paths`) and of 2023 (`fetch`) wrote them. */
function earlierFiles(raw: RawConfig, complain: (mistake: string) => void): Record<string, string> {
  const files: Record<string, string> = {};
  for (const address of textsOf(raw, 'paths', complain)) {
    files[address] = '';
  }
  const groups: unknown = raw['fetch'] ?? [];
  for (const group of Array.isArray(groups) ? (groups as unknown[]) : [groups]) {
    if (typeof group !== 'object' || group === null) {
      complain(`fetch has ${JSON.stringify(group)}, and each of its parts is a table: [[fetch]].`);
      continue;
    }
    const said = group as RawConfig;
    const from = typeof said['from'] === 'string' ? said['from'] : '';
    const folder = typeof said['to_folder'] === 'string' ? said['to_folder'] : '.';
    const file = said['to_file'];
    const names = textsOf(said, 'files', complain);
    if (names.length === 0 && from !== '') {
      files[from] = typeof file === 'string' ? `${folder}/${file}` : `${folder}/`;
    }
    for (const name of names) {
      files[from === '' ? name : `${from.replace(/\/$/, '')}/${name}`] = `${folder}/${name}`;
    }
  }
  return files;
}

function placesOfModules(raw: RawConfig, complain: (mistake: string) => void): Record<string, RawConfig> {
  const places = objectOf(raw, 'js_modules', complain);
  for (const place of Object.keys(places)) {
    if (place !== 'main' && place !== 'worker') {
      complain(`js_modules has no ${place}. Write main, or worker: where the modules are imported.`);
    }
  }
  return Object.fromEntries(['main', 'worker'].map((place) => [place, objectOf(places, place, complain)]));
}

function modulesOf(
  modules: RawConfig | undefined,
  base: string,
  complain: (mistake: string) => void,
): ConfiguredModule[] {
  return Object.entries(modules ?? {}).flatMap(([address, name]) => {
    const url = URL.parse(address, base);
    if (url === null || typeof name !== 'string' || name === '') {
      complain(`js_modules says of ${address} no name. Write "${address}": "name".`);
      return [];
    }
    return [{ url: url.href, name }];
  });
}

/** A wheel is named by its address; all else is a requirement. */
function packageOf(text: string, base: string): string {
  return /\.whl([?#].*)?$/.test(text) ? (URL.parse(text, base)?.href ?? text) : text;
}

function textsOf(raw: RawConfig, key: string, complain: (mistake: string) => void): string[] {
  const value = raw[key] ?? [];
  const texts = Array.isArray(value) ? (value as unknown[]) : [value];
  if (Array.isArray(value) && texts.every((text) => typeof text === 'string')) {
    return texts;
  }
  complain(`${key} is no list of texts. Write ${key} = ["…", "…"] (TOML), or "${key}": ["…", "…"] (JSON).`);
  return [];
}

function objectOf(raw: RawConfig, key: string, complain: (mistake: string) => void): RawConfig {
  const value: unknown = raw[key] ?? {};
  // A table of TOML has no prototype.
  if (typeof value === 'object' && !Array.isArray(value)) {
    return value as RawConfig;
  }
  complain(`${key} is no table. Write [${key}] (TOML), or "${key}": { … } (JSON).`);
  return {};
}
