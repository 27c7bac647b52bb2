import { isPartMissing, PART_MISSING } from '../elements/missing-part.ts';
import { Offline, offlineKind } from '../offline/offline.ts';
import type { SiteFacts } from '../page.ts';
import { word, wordsOfThePage } from '../words/words.ts';
import { type NoteWords, VersionNote } from './note.ts';
import { SiteVersion } from './site-version.ts';
import { addressOfPage, isVersion, versionOfPage } from './version-of-page.ts';

/**
 * Look after the version of what a page with elements has fetched, and after what is kept of it, once it has been read.
 *
 * @param scriptUrl of `lite.js`.
 * @param facts as that script says them.
 */
export function lookAfterFiles(scriptUrl: string, { offline, serviceWorker, siteVersion }: SiteFacts): void {
  watchVersion(scriptUrl, siteVersion);
  const baseUrl = new URL('.', scriptUrl).href;
  new Offline(baseUrl, offlineKind(offline), new URL(serviceWorker, baseUrl).href).begin();
}

function watchVersion(scriptUrl: string, version: string): void {
  if (!isVersion(version)) {
    return;
  }
  const baseUrl = new URL('.', scriptUrl).href;
  const address = addressOfPage();
  const ofPage = versionOfPage();
  // A page that a build has not made is of no version.
  const parts = ofPage === null ? [scriptUrl] : [scriptUrl, address];
  const siteVersion = new SiteVersion({ baseUrl, version, parts }, new VersionNote(words));
  siteVersion.begin();
  siteVersion.read(address, ofPage);
  document.addEventListener(PART_MISSING, () => {
    siteVersion.failed();
  });
  if (isPartMissing()) {
    siteVersion.failed();
  }
}

async function words(): Promise<NoteWords> {
  await wordsOfThePage();
  return {
    publishedAnew: word('published-anew'),
    beingPublished: word('being-published'),
    reload: word('reload'),
    notNow: word('not-now'),
    openAnyway: word('open-anyway'),
  };
}
