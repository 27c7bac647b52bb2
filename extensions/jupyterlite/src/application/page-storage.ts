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
const HOUR = 60 * 60 * 1000;
const WEEK = 7 * 24 * HOUR;

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
      holdSession(site, name).catch((error: unknown) => {
        console.warn(error);
      });
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
  const kind = settings[PLUGIN]?.kind ?? 'browser';
  return kind === 'session' && !hasSessionStorage() ? 'memory' : kind;
}

/** Whether the browser lets this page keep anything for its tab. */
function hasSessionStorage(): boolean {
  try {
    sessionStorage.setItem(SESSIONS, '');
    sessionStorage.removeItem(SESSIONS);
    return true;
  } catch {
    return false;
  }
}

function useStorage(name: string, drivers: readonly string[] | null): void {
  for (const each of STORED) {
    PageConfig.setOption(`${each}StorageName`, name);
    PageConfig.setOption(`${each}StorageDrivers`, JSON.stringify(drivers));
  }
}

/**
 * Keep a tab's storage as long as the tab is there, and remove those of tabs that were closed long ago.
 *
 * A tab that is reloaded, that the browser has put away or that will be restored holds nothing: what counts is when it
 * last did.
 */
async function holdSession(site: string, name: string): Promise<void> {
  // Declared as always there, which it is in secure contexts alone.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) {
    return;
  }
  void locks.request(site + name, { mode: 'shared' }, () => new Promise(() => undefined));
  const stamp = (): void => {
    localStorage.setItem(site + name, String(Date.now()));
  };
  stamp();
  setInterval(stamp, HOUR);
  addEventListener('pagehide', stamp);
  const { held = [] } = await locks.query();
  const inUse = new Set(held.map((lock) => lock.name));
  for (const { name: database = '' } of await indexedDB.databases()) {
    const lastHeld = localStorage.getItem(database);
    if (
      database.startsWith(site) &&
      !inUse.has(database) &&
      isLongAgo(database, site, lastHeld, Date.now())
    ) {
      indexedDB.deleteDatabase(database);
      localStorage.removeItem(database);
    }
  }
}

/**
 * Whether a tab's storage was last held so long ago that nobody will come back to it.
 *
 * @param database its name, which begins with that of its site, and when it was begun.
 * @param lastHeld as it was noted; null where it was not.
 * @param now in milliseconds since 1970, as the others.
 */
export function isLongAgo(database: string, site: string, lastHeld: string | null, now: number): boolean {
  const time = Number.parseInt(lastHeld ?? database.slice(site.length), 10);
  return now - time > WEEK;
}

function newName(): string {
  return Math.random().toString(36).slice(2);
}
