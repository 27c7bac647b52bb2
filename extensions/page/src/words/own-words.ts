import english from '../../../../lite_build/words/page_words/en.json' with { type: 'json' };
import later from '../../../../lite_build/words/page_words/en.later.json' with { type: 'json' };
import { nearestOf } from '../nearest-word.ts';

const KNOWN = new Set([...Object.keys(english), ...Object.keys(later)]);

/**
 * The words that a page has of its own. What is wrong with them is told on the console, where the page's author looks.
 *
 * @param text JSON, with words by their names.
 */
export function ownWords(text: string): Readonly<Record<string, string>> {
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
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!KNOWN.has(name)) {
      const meant = nearestOf(name, [...KNOWN]);
      tell(`there is no word "${name}".${meant === undefined ? '' : ` Write "${meant}".`}`);
    } else if (typeof value === 'string') {
      own[name] = value;
    } else {
      tell(`"${name}" is no text.`);
    }
  }
  return own;
}

function tell(mistake: string): void {
  console.error(`lite.js: the page's own words (<script data-lite-words>): ${mistake}`);
}
