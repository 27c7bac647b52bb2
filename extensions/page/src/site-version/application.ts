import { Offline, offlineKind } from '../offline/offline.ts';
import { VersionNote } from './note.ts';
import { SiteVersion } from './site-version.ts';
import { addressOfPage, versionOfPage } from './version-of-page.ts';

/** JupyterLite's applications speak English where no language pack is chosen, before there is one in any case. */
const WORDS = {
  publishedAnew:
    'This site was published anew. Reload the page to see the new version. What you have saved stays.',
  beingPublished:
    'This site is being published just now: its host has one part of it new, and another one old. ' +
    'The page opens once it can be had whole.',
  reload: 'Reload',
  notNow: 'Not now',
  openAnyway: 'Open it all the same',
};
const SETTING = 'siteVersion ';
/** What Chromium and Firefox say of a module that could not be fetched, with its address. */
const NOT_FETCHED = /dynamically imported module: (\S+)/;

// In the page itself, in front of all that it loads: it is there when a part of the site is not.
const script = document.currentScript;
const version = versionOfPage();
if (script !== null && version !== null) {
  const { liteBuildRoot = './', settings = '' } = script.dataset;
  const baseUrl = new URL(liteBuildRoot, document.baseURI).href;
  const files = settings.split(' ').filter((name) => name !== '');
  const addresses = files.map((name) => new URL(name, baseUrl).href);
  const siteVersion = new SiteVersion(
    { baseUrl, version, parts: [addressOfPage(), ...addresses] },
    new VersionNote(() => Promise.resolve(WORDS)),
  );
  siteVersion.begin();
  document.addEventListener('lite-build-read', (event) => {
    const { address, version: said } = (event as CustomEvent<{ address: string; version: string }>).detail;
    siteVersion.read(address, said);
  });
  // What the page cannot begin without: a host that has it not is half through with a new version.
  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement && target.src === mainScript()) {
        siteVersion.cannotBeginWithout(target.src);
      }
    },
    { capture: true },
  );
  addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
    const address = reason instanceof TypeError ? NOT_FETCHED.exec(reason.message)?.[1] : undefined;
    if (address?.startsWith(baseUrl) === true) {
      siteVersion.lacks(address);
    }
  });
  // jupyterlite's script writes into the page what it has read: all settings as one.
  whenSettingsChange((read) => {
    const named = Object.entries(read).filter(([name]) => name.startsWith(SETTING));
    for (const [name, said] of named) {
      siteVersion.read(new URL(name.slice(SETTING.length), baseUrl).href, String(said));
    }
    if (named.length > 0) {
      new Offline(baseUrl, offlineKind(Reflect.get(read, 'offline')), null).begin();
    }
    return named.length > 0;
  });
}

/** Call as the page's settings are written, until that gives true. */
function whenSettingsChange(act: (settings: object) => boolean): void {
  const see = (observer: MutationObserver, element: HTMLElement): void => {
    if (act(settingsIn(element.textContent))) {
      observer.disconnect();
    }
  };
  // The element stands below this script.
  new MutationObserver((_, observer) => {
    const element = document.getElementById('jupyter-config-data');
    if (element !== null) {
      observer.disconnect();
      observer.observe(element, { childList: true });
      see(observer, element);
    }
  }).observe(document, { childList: true, subtree: true });
}

function settingsIn(text: string): object {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

function mainScript(): string | undefined {
  return document.querySelector<HTMLLinkElement>('link#jupyter-lite-main')?.href;
}
