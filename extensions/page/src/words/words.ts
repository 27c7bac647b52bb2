import english from '../../../../lite_build/words/page_words/en.json' with { type: 'json' };

/** A word or a sentence that elements say before anything is run, by its name. */
export type Word = keyof typeof english;
export type Values = Readonly<Record<string, string | number>>;

type Table = Readonly<Record<string, string>>;

/** The languages that there are besides English. Pages that a build has made read the same tables. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: Table }>>> = {
  de: () => import('../../../../lite_build/words/page_words/de.json'),
  es: () => import('../../../../lite_build/words/page_words/es.json'),
  fr: () => import('../../../../lite_build/words/page_words/fr.json'),
};
/** By this attribute a script of the page holds words of its own, as JSON. */
const OWN_WORDS = 'script[data-lite-words]';

let table: Table = english;
let loading: Promise<void> | null = null;

/**
 * A word or a sentence in the page's language.
 *
 * @param values for the places in it. Numbers have the language's separators.
 */
export function word(name: Word, values?: Values): string {
  return said(name, values);
}

/** The same of any that is in the table by now. */
export function said(name: string, values: Values = {}): string {
  return (table[name] ?? name).replace(/\{(\w+)\}/g, (place, key: string) => {
    const value = values[key];
    return typeof value === 'number' ? separated(value) : (value ?? place);
  });
}

/** Put more English words into the table; those of the page's language stay. */
export function addEnglish(more: Table): void {
  table = { ...more, ...table };
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
    table = { ...table, ...(await LANGUAGES[language]?.())?.default };
    if (script !== null) {
      const { ownWords } = await import('./own-words.ts');
      table = { ...table, ...ownWords(script.textContent) };
    }
  } catch (error) {
    // They can be read in English.
    console.warn('The words of this page\u2019s language could not be had:', error);
  }
}

function separated(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, said('thousands'));
}
