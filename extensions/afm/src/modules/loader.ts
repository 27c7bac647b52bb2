import type { CopyOf } from './copies.ts';
import { explainFailure, explainRunningImport } from './explain.ts';
import { entryPath, fileName, readGraph, resolveSibling } from './graph.ts';
import { isRelative } from './imports.ts';
import { linkGraph, RUNNING_IMPORTS, type RunningImport, traceName } from './link.ts';
import type { ModuleSource, ModuleText } from './source.ts';

/** What a module exports, by name. */
export type ModuleNamespace = Readonly<Record<string, unknown>>;

export interface LoadedModule {
  readonly namespace: ModuleNamespace;
  /** The names of the module's own files in traces. */
  readonly traceNames: readonly string[];
}

/** A text that the browser has. */
interface LoadedText {
  readonly address: string;
  /** How many loads that have not failed have to do with it. */
  readonly uses: number;
}

/**
 * Loads widgets' modules, each text once. What was loaded is kept: a browser cannot unload a module, so to forget one
 * would only mean to load it twice. Needs `blob:` among a Content-Security-Policy's `script-src`.
 */
export class ModuleLoader {
  /** What is loaded or being loaded, by type, folder where that counts, and text. */
  readonly #texts = new Map<string, LoadedText>();
  /** How often a module failed at an address of its own: the browser remembers a failure, so each try needs a new name. */
  readonly #failures = new Map<string, number>();
  readonly #copyOf: CopyOf;

  /** @param copyOf tells where the page has a copy of another host's file. */
  constructor(copyOf: CopyOf = () => undefined) {
    this.#copyOf = copyOf;
  }

  /** How many texts are loaded. */
  get size(): number {
    return this.#texts.size;
  }

  /**
   * Load a module. The same text in the same file gives the same module, unless it failed before.
   *
   * @throws ModuleError, or what the module threw.
   */
  async load(source: ModuleSource, signal: AbortSignal): Promise<LoadedModule> {
    return source.kind === 'address' ? this.#loadAddress(source.url) : this.#loadText(source, signal);
  }

  async #loadAddress(url: string): Promise<LoadedModule> {
    const tries = this.#failures.get(url) ?? 0;
    const address = new URL(this.#copyOf(url) ?? url);
    if (tries > 0) {
      address.hash = `try-${tries}`;
    }
    try {
      return { namespace: await importModule(address.href), traceNames: [url] };
    } catch (error) {
      this.#failures.set(url, tries + 1);
      throw await explainFailure(error, {
        file: url,
        address: address.href,
        traceNames: new Map([[address.href, url]]),
        imports: [],
      });
    }
  }

  async #loadText(
    source: ModuleText,
    signal: AbortSignal,
    path = entryPath(source),
    attributes?: ImportAttributes,
  ): Promise<LoadedModule> {
    const graph = await readGraph(source, signal, path);
    const used = new Set<string>();
    const addresses = linkGraph(
      source,
      graph,
      (text, type, seeksFiles) => {
        const key = [type, seeksFiles ? (source.folder ?? '') : '', text].join('\n');
        const known = this.#texts.get(key) ?? {
          address: URL.createObjectURL(new Blob([text], { type })),
          uses: 0,
        };
        if (!used.has(key)) {
          used.add(key);
          this.#texts.set(key, { ...known, uses: known.uses + 1 });
        }
        return known.address;
      },
      this.#copyOf,
    );
    for (const [importer, address] of addresses) {
      runningImports().set(address, async (specifier, options) => {
        if (!isRelative(specifier)) {
          try {
            return await importModule(this.#copyOf(specifier) ?? specifier, options?.with);
          } catch (error) {
            throw await explainRunningImport(error, fileName(source, importer), specifier);
          }
        }
        const path = resolveSibling(source, importer, specifier);
        return (await this.#loadText(source, STAYING, path, options?.with)).namespace;
      });
    }
    const address = addresses.get(path) ?? '';
    const traceNames = new Map(
      [...addresses].map(([each, linked]) => [linked, traceName(fileName(source, each))]),
    );
    try {
      return { namespace: await importModule(address, attributes), traceNames: [...traceNames.values()] };
    } catch (error) {
      const explained = await explainFailure(error, {
        file: source.file,
        address,
        traceNames,
        imports: [...graph.files.values()].flatMap((file) => file.imports),
      });
      this.#release(used);
      throw explained;
    }
  }

  /** Forget the texts of a load that failed, but for those that another one has or waits for. */
  #release(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const { address, uses } = this.#texts.get(key) ?? { address: '', uses: 0 };
      if (uses > 1) {
        this.#texts.set(key, { address, uses: uses - 1 });
      } else {
        this.#texts.delete(key);
        runningImports().delete(address);
        URL.revokeObjectURL(address);
      }
    }
  }
}

/** Files that a module imports while it runs are read whatever became of the load that brought the module. */
const STAYING = new AbortController().signal;

async function importModule(address: string, attributes?: ImportAttributes): Promise<ModuleNamespace> {
  const loading: Promise<unknown> =
    attributes === undefined
      ? import(/* webpackIgnore: true */ /* @vite-ignore */ address)
      : import(/* webpackIgnore: true */ /* @vite-ignore */ address, { with: attributes });
  return (await loading) as ModuleNamespace;
}

function runningImports(): Map<string, RunningImport> {
  const known: unknown = Reflect.get(globalThis, RUNNING_IMPORTS);
  if (known instanceof Map) {
    return known as Map<string, RunningImport>;
  }
  const made = new Map<string, RunningImport>();
  Reflect.set(globalThis, RUNNING_IMPORTS, made);
  return made;
}
