import { PageConfig } from '@jupyterlab/coreutils';

/** In an address: the page shows what is published, and stores nothing. */
export const FRESH = 'fresh';
/** By this name the settings of a site tell where readers' work is stored. */
const PLUGIN = '@lite-build/jupyterlite:storage';
/** JupyterLite's options for what it stores; each has a name and drivers. */
const STORED = ['contents', 'settings', 'workspaces'] as const;
/** localForage's name for a storage in the page's memory. */
const MEMORY = 'memoryStorageDriver';

/** Where what a reader does is stored: in the browser, in the page's memory, or in the browser for one tab alone. */
export type StorageKind = 'browser' | 'memory' | 'session';

/** Where this page stores what a reader does. */
export function storageKind(): StorageKind {
  if (new URLSearchParams(location.search).has(FRESH)) {
    return 'memory';
  }
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly kind?: StorageKind } | undefined>
  >;
  return settings[PLUGIN]?.kind ?? 'browser';
}

/** Have JupyterLite store where this page does. To be called before its storages are made. */
export function choosePageStorage(): void {
  if (storageKind() === 'memory') {
    // Pages of one site hear of each other by this name.
    const name = `JupyterLite Memory - ${Math.random().toString(36).slice(2)}`;
    PageConfig.setOption('enableMemoryStorage', 'true');
    for (const each of STORED) {
      PageConfig.setOption(`${each}StorageName`, name);
      PageConfig.setOption(`${each}StorageDrivers`, JSON.stringify([MEMORY]));
    }
  }
}
