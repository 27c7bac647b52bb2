import { word, wordsOfThePage } from '../words/words.ts';
import { type NoteWords, VersionNote } from './note.ts';
import { SiteVersion } from './site-version.ts';
import { addressOfPage, isVersion, versionOfPage } from './version-of-page.ts';

/** Told on the document of a part of the page's script that could not be fetched. */
export const NOT_FETCHED = 'lite-build-not-fetched';

/**
 * Look after the version of a page with elements, once it has been read.
 *
 * @param scriptUrl of `lite.js`.
 * @param version of the site, as that script says it.
 */
export function watchVersion(scriptUrl: string, version: string): void {
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
  document.addEventListener(NOT_FETCHED, () => {
    siteVersion.failed();
  });
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
