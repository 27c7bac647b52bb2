import type { KernelOptions, LoadPyodideOptions, Preparation, ShippedFiles } from '@lite-build/messages';

/** Upstream's plugin, whose settings say where Python's parts are: projects name it in their own settings. */
const UPSTREAM = '@jupyterlite/pyodide-kernel-extension:kernel';
/** Our plugin, whose settings say what the build knows of those parts. */
export const KERNEL_PLUGIN = '@lite-build/jupyterlite:kernel';

/** What of a kernel's options is the same for all kernels of a site. */
export type SiteOptions = Pick<
  KernelOptions,
  | 'baseUrl'
  | 'pyodideUrl'
  | 'indexUrl'
  | 'pipliteWheelUrl'
  | 'pipliteUrls'
  | 'disablePyPIFallback'
  | 'loadPyodideOptions'
  | 'catalogue'
  | 'shipped'
>;

/** A site's settings, by plugins, as `jupyter-lite.json` has them. */
export type PluginSettings = Readonly<Record<string, object>>;

/** What upstream's settings schema, `kernel.v0.schema.json`, lets a site say. */
interface UpstreamSettings {
  pyodideUrl?: string;
  pipliteWheelUrl?: string;
  pipliteUrls?: string[];
  disablePyPIFallback?: boolean;
  loadPyodideOptions?: Partial<LoadPyodideOptions>;
}

interface OwnSettings {
  bootBytes?: number;
  boot?: unknown;
  catalogue?: unknown;
  shipped?: ShippedFiles;
  vendored?: Readonly<Record<string, string>>;
}

/** What a site's settings say of its kernels. */
export class SiteSettings {
  /**
   * @param settings of the site's plugins.
   * @param baseUrl the site's root, with a slash at its end, which the settings' addresses are relative to.
   */
  constructor(settings: PluginSettings, baseUrl: string) {
    this.#upstream = settings[UPSTREAM] ?? {};
    this.#own = settings[KERNEL_PLUGIN] ?? {};
    this.#baseUrl = baseUrl;
  }

  /**
   * Where Python's parts are.
   *
   * @throws Error if the settings do not say it.
   */
  get options(): SiteOptions {
    const settings = this.#upstream;
    if (settings.pyodideUrl === undefined) {
      throw new Error(`jupyter-lite.json names no pyodideUrl for ${UPSTREAM}`);
    }
    const absolute = (url: string): string => this.#absolute(url);
    const pyodideUrl = absolute(settings.pyodideUrl);
    return {
      baseUrl: this.#baseUrl,
      pyodideUrl,
      indexUrl: new URL('.', pyodideUrl).href,
      pipliteWheelUrl: absolute(settings.pipliteWheelUrl ?? ''),
      pipliteUrls: (settings.pipliteUrls ?? []).map(absolute),
      disablePyPIFallback: settings.disablePyPIFallback ?? false,
      loadPyodideOptions: this.#withAbsoluteUrls(settings.loadPyodideOptions ?? {}),
      catalogue: this.#own.catalogue ?? null,
      shipped: this.#own.shipped ?? {},
    };
  }

  /** Where the site has what widgets import from other hosts, relative to its root, by the addresses that they name. */
  get vendored(): Readonly<Record<string, string>> {
    return this.#own.vendored ?? {};
  }

  /** How much a boot fetches with nothing prepared, in bytes once decompressed; null where that was not counted. */
  get bootBytes(): number | null {
    return this.#own.bootBytes ?? null;
  }

  /** What a worker needs to restore Python before a kernel is asked for; null where the site has no snapshot. */
  get preparation(): Omit<Preparation, 'kept'> | null {
    const manifest = this.#own.boot ?? null;
    if (manifest === null) {
      return null;
    }
    const { baseUrl, catalogue, loadPyodideOptions, pyodideUrl } = this.options;
    return { baseUrl, catalogue, loadPyodideOptions, pyodideUrl, manifest };
  }

  #withAbsoluteUrls(options: Partial<LoadPyodideOptions>): LoadPyodideOptions {
    const resolved = Object.entries(options).map(([name, value]) => [
      name,
      name.endsWith('URL') && typeof value === 'string' ? this.#absolute(value) : value,
    ]);
    return { packages: [], ...Object.fromEntries(resolved) } as LoadPyodideOptions;
  }

  #absolute(url: string): string {
    return new URL(url, this.#baseUrl).href;
  }

  readonly #upstream: UpstreamSettings;
  readonly #own: OwnSettings;
  readonly #baseUrl: string;
}
