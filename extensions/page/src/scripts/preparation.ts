import type { ConfiguredFile } from './config/configured-files.ts';
import type { ConfiguredModule, PageConfig } from './config/page-config.ts';
import type { ScriptPython } from './script-python.ts';

/** What a page's Python needs before its first script runs: comes while Python starts. */
export class Preparation {
  /**
   * Begin to fetch.
   *
   * @param report is told, in sentences, of what cannot be had. All else goes on.
   */
  constructor(config: PageConfig, report: (mistake: string) => void) {
    this.#config = config;
    this.#report = report;
    this.#files = config.files.map((file) => this.#fetch(file));
    this.#modules = config.modules.map((module) => this.#import(module));
  }

  /** Give Python what it needs. */
  async finish(python: ScriptPython): Promise<ReadonlyMap<string, unknown>> {
    const modules = new Map((await Promise.all(this.#modules)).filter((each) => each !== null));
    for (const fetched of await Promise.all(this.#files)) {
      if (fetched !== null) {
        const { file, content } = fetched;
        const mistake = await python.write(file.path, content, file.archive);
        if (mistake !== undefined) {
          this.#report(`${file.url} cannot be put into Python as ${file.path}: ${mistake}`);
        }
      }
    }
    await python.findOwnFiles();
    await this.#bringPackages(python);
    for (const { url, name } of this.#config.workerModules) {
      await python.importModule?.(url, name).catch((error: unknown) => {
        this.#reportModule(url, error);
      });
    }
    return modules;
  }

  async #fetch(file: ConfiguredFile): Promise<FetchedFile | null> {
    try {
      const response = await fetch(file.url);
      if (!response.ok) {
        throw new Error(`its host answered ${response.status}`);
      }
      return { file, content: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      this.#report(
        `${file.url} cannot be had: ${wordsOf(error)}. Look at the address in files: it is relative to the ` +
          'configuration.',
      );
      return null;
    }
  }

  async #import({ url, name }: ConfiguredModule): Promise<[string, unknown] | null> {
    if (/\.css([?#].*)?$/.test(url)) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = url;
      document.head.append(link);
      return null;
    }
    try {
      return [name, await import(url)];
    } catch (error) {
      this.#reportModule(url, error);
      return null;
    }
  }

  #reportModule(url: string, error: unknown): void {
    this.#report(
      `The module ${url} cannot be had: ${wordsOf(error)}. Look at the address in js_modules, and whether it is ` +
        'an ES module.',
    );
  }

  /** Those that the site has are in sight already; wheels are fetched. */
  async #bringPackages(python: ScriptPython): Promise<void> {
    const isWheel = (text: string): boolean => /\.whl([?#].*)?$/.test(text);
    for (const words of await python.missingPackages(
      this.#config.packages.filter((text) => !isWheel(text)),
    )) {
      this.#report(words);
    }
    for (const url of this.#config.packages.filter(isWheel)) {
      try {
        await python.loadWheel(url);
      } catch (error) {
        this.#report(`The wheel ${url} cannot be had: ${wordsOf(error)}`);
      }
    }
  }

  readonly #config: PageConfig;
  readonly #report: (mistake: string) => void;
  readonly #files: readonly Promise<FetchedFile | null>[];
  readonly #modules: readonly Promise<[string, unknown] | null>[];
}

interface FetchedFile {
  readonly file: ConfiguredFile;
  readonly content: Uint8Array;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
