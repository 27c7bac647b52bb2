import { nearestOf } from '../nearest-word.ts';
import type { Word, Words } from './words.ts';

/**
 * The words that a page has of its own. What is wrong with them is told on the console, where the page's author looks.
 *
 * @param text JSON, with words by their names.
 * @param known those that there are.
 */
export function ownWords(text: string, known: Words): Partial<Record<Word, string>> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    tell(`they are no JSON (${error instanceof Error ? error.message : String(error)}).`);
    return {};
  }
  if (typeof given !== 'object' || given === null) {
    tell('they are no object of JSON: write {"run": "Go"}.');
    return {};
  }
  const own: Partial<Record<Word, string>> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!isWord(name, known)) {
      const meant = nearestOf(name, Object.keys(known));
      tell(`there is no word "${name}".${meant === undefined ? '' : ` Write "${meant}".`}`);
    } else if (typeof value === 'string') {
      own[name] = value;
    } else {
      tell(`"${name}" is no text.`);
    }
  }
  return own;
}

function isWord(name: string, known: Words): name is Word {
  return Object.hasOwn(known, name);
}

function tell(mistake: string): void {
  console.error(`lite.js: the page's own words (<script data-lite-words>): ${mistake}`);
}
