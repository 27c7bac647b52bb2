import { AuthorMistake } from './author-mistake.ts';

/** Told on the document of a part of the page's script that could not be fetched. */
export const PART_MISSING = 'lite-build-part-missing';

let isMissing = false;

/** What browsers say of a module that could not be fetched: Chromium and Firefox, WebKit. */
const NOT_FETCHED = /dynamically imported module|Importing a module script failed/;

/**
 * What is to be told where something went wrong: of a part of the page's script that could not be fetched, what to do.
 *
 * @param baseUrl of the site.
 */
export function toldOf(error: unknown, baseUrl: string): unknown {
  if (!(error instanceof TypeError) || !NOT_FETCHED.test(error.message)) {
    return error;
  }
  // Where the site was published anew meanwhile, the page says so.
  isMissing = true;
  document.dispatchEvent(new Event(PART_MISSING));
  return new AuthorMistake(
    `A part of the site at ${baseUrl} could not be loaded (${error.message}).`,
    'Look whether the host has the whole site, and whether it can be reached.',
  );
}

/** Whether a part of the page's script could not be fetched until now. */
export function isPartMissing(): boolean {
  return isMissing;
}
