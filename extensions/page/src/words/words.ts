import english from '../../../../lite_build/words/page_words/en.json' with { type: 'json' };

/** A word or a sentence of the elements, by its name. */
export type Word = keyof typeof english;
/** All of them in one language. */
export type Words = Readonly<Record<Word, string>>;

/** The languages that there are besides English. Pages that a build has made read the same tables. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: Words }>>> = {
  de: () => import('../../../../lite_build/words/page_words/de.json'),
  es: () => import('../../../../lite_build/words/page_words/es.json'),
  fr: () => import('../../../../lite_build/words/page_words/fr.json'),
};
/** By this attribute a script of the page holds words of its own, as JSON. */
const OWN_WORDS = 'script[data-lite-words]';

let words: Words = english;
let loading: Promise<void> | null = null;

/**
 * A word or a sentence in the page's language.
 *
 * @param values for the places in it. Numbers have the language's separators.
 */
export function word(name: Word, values: Readonly<Record<string, string | number>> = {}): string {
  return words[name].replace(/\{(\w+)\}/g, (place, key: string) => {
    const value = values[key];
    return typeof value === 'number' ? separated(value) : (value ?? place);
  });
}

/** Resolves once the words are those of the page: its own, or its language's as far as there are some. */
export async function wordsOfThePage(): Promise<void> {
  loading ??= load();
  await loading;
}

async function load(): Promise<void> {
  const language = /^[a-z]+/i.exec(document.documentElement.lang)?.[0].toLowerCase() ?? '';
  const script = document.querySelector(OWN_WORDS);
  try {
    words = (await LANGUAGES[language]?.())?.default ?? english;
    if (script !== null) {
      const { ownWords } = await import('./own-words.ts');
      words = { ...words, ...ownWords(script.textContent, english) };
    }
  } catch (error) {
    // They can be read in English.
    console.warn('The words of this page\u2019s language could not be had:', error);
  }
}

function separated(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, words.thousands);
}
