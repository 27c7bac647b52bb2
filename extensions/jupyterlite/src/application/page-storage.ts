import { PageConfig } from '@jupyterlab/coreutils';

/** In an address: the page shows what is published, and stores nothing. */
export const FRESH = 'fresh';
/** By this name the settings of a site tell where readers' work is stored. */
const PLUGIN = '@lite-build/jupyterlite:storage';
/** JupyterLite's options for what it stores; each has a name and drivers. */
const STORED = ['contents', 'settings', 'workspaces'] as const;
/** localForage's name for a storage in the page's memory. */
const MEMORY = 'memoryStorageDriver';

/** How the names of storages begin that are a tab's own. */
const SESSIONS = 'JupyterLite Session -';
/** In milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

/** Where what a reader does is stored: in the browser, in the page's memory, or in the browser for one tab alone. */
export type StorageKind = 'browser' | 'memory' | 'session';

/** Whether the address asks for what is published. */
export function isFresh(): boolean {
  return new URLSearchParams(location.search).has(FRESH);
}

/** Have JupyterLite store where this page does. To be called before its storages are made. */
export function choosePageStorage(): void {
  switch (storageKind()) {
    case 'browser':
      break;
    case 'memory':
      PageConfig.setOption('enableMemoryStorage', 'true');
      // Pages of one site hear of each other by this name.
      useStorage(`JupyterLite Memory - ${newName()}`, [MEMORY]);
      break;
    case 'session': {
      const site = `${SESSIONS} ${PageConfig.getOption('baseUrl')} - `;
      const name = sessionStorage.getItem(site) ?? `${Date.now()} ${newName()}`;
      sessionStorage.setItem(site, name);
      useStorage(site + name, null);
      void holdSession(site, name);
    }
  }
}

/** Where this page stores what a reader does. */
export function storageKind(): StorageKind {
  if (isFresh()) {
    return 'memory';
  }
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly kind?: StorageKind } | undefined>
  >;
  return settings[PLUGIN]?.kind ?? 'browser';
}

function useStorage(name: string, drivers: readonly string[] | null): void {
  for (const each of STORED) {
    PageConfig.setOption(`${each}StorageName`, name);
    PageConfig.setOption(`${each}StorageDrivers`, JSON.stringify(drivers));
  }
}

/** Keep a tab's storage as long as the tab is there, and remove those of tabs that were closed long ago. */
async function holdSession(site: string, name: string): Promise<void> {
  // Declared as always there, which it is in secure contexts alone.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) {
    return;
  }
  void locks.request(site + name, { mode: 'shared' }, () => new Promise(() => undefined));
  const { held = [] } = await locks.query();
  const inUse = new Set(held.map((lock) => lock.name));
  for (const { name: database = '' } of await indexedDB.databases()) {
    const begun = Number.parseInt(database.slice(site.length), 10);
    // A tab that is reloaded holds nothing for a moment.
    if (database.startsWith(site) && !inUse.has(database) && Date.now() - begun > DAY) {
      indexedDB.deleteDatabase(database);
    }
  }
}

function newName(): string {
  return Math.random().toString(36).slice(2);
}
