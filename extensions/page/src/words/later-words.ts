import later from '../../../../lite_build/words/page_words/en.later.json' with { type: 'json' };
import { addEnglish, said, type Values, type Word } from './words.ts';

/** A word or a sentence of what pages load once there is something for it, by its name. */
export type LaterWord = Word | keyof typeof later;

addEnglish(later);

/**
 * A word or a sentence in the page's language.
 *
 * @param values for the places in it. Numbers have the language's separators.
 */
export function word(name: LaterWord, values?: Values): string {
  return said(name, values);
}
