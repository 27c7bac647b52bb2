import { NOT_FETCHED as NOT_FETCHED_EVENT } from '../site-version/plain-page.ts';
import { AuthorMistake } from './author-mistake.ts';

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
  document.dispatchEvent(new Event(NOT_FETCHED_EVENT));
  return new AuthorMistake(
    `A part of the site at ${baseUrl} could not be loaded (${error.message}).`,
    'Look whether the host has the whole site, and whether it can be reached.',
  );
}
