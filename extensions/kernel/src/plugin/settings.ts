import { PageConfig } from '@jupyterlab/coreutils';
import type { KernelOptions, LoadPyodideOptions } from '@lite-build/messages';

/** Upstream's plugin, whose settings say where Python's parts are: projects name it in their own settings. */
const UPSTREAM = '@jupyterlite/pyodide-kernel-extension:kernel';
/** Our plugin, whose settings say what the build knows of those parts. */
export const KERNEL_PLUGIN = '@lite-build/kernel:kernel';

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
>;

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
}

/**
 * Read where Python's parts are.
 *
 * @throws Error if the page's settings do not say it.
 */
export function readSiteOptions(): SiteOptions {
  const settings = settingsOf(UPSTREAM) as UpstreamSettings;
  if (settings.pyodideUrl === undefined) {
    throw new Error(`jupyter-lite.json names no pyodideUrl for ${UPSTREAM}`);
  }
  const pyodideUrl = absolute(settings.pyodideUrl);
  return {
    baseUrl: absolute('.'),
    pyodideUrl,
    indexUrl: new URL('.', pyodideUrl).href,
    pipliteWheelUrl: absolute(settings.pipliteWheelUrl ?? ''),
    pipliteUrls: (settings.pipliteUrls ?? []).map(absolute),
    disablePyPIFallback: settings.disablePyPIFallback ?? false,
    loadPyodideOptions: withAbsoluteUrls(settings.loadPyodideOptions ?? {}),
    catalogue: (settingsOf(KERNEL_PLUGIN) as OwnSettings).catalogue ?? null,
  };
}

/** How much a boot fetches with nothing prepared, in bytes once decompressed; null where that was not counted. */
export function readBootBytes(): number | null {
  return (settingsOf(KERNEL_PLUGIN) as OwnSettings).bootBytes ?? null;
}

/** What is said of the site's snapshot; null where it has none. */
export function readBootManifest(): unknown {
  return (settingsOf(KERNEL_PLUGIN) as OwnSettings).boot ?? null;
}

function withAbsoluteUrls(options: Partial<LoadPyodideOptions>): LoadPyodideOptions {
  const resolved = Object.entries(options).map(([name, value]) => [
    name,
    name.endsWith('URL') && typeof value === 'string' ? absolute(value) : value,
  ]);
  return { packages: [], ...Object.fromEntries(resolved) } as LoadPyodideOptions;
}

function absolute(url: string): string {
  return new URL(url, PageConfig.getBaseUrl()).href;
}

function settingsOf(plugin: string): object {
  const all = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Record<string, object>;
  return all[plugin] ?? {};
}
