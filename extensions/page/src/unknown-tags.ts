import { nearestOf } from './nearest-word.ts';

/**
 * Say of tags that are nearly ours that they are not: in each, and on the console. Others' elements are left alone.
 *
 * @param known our tags.
 */
export function tellUnknownTags(known: readonly string[]): void {
  for (const element of document.querySelectorAll(':not(:defined)')) {
    const { localName } = element;
    // What is known may still be on its way.
    const meant = known.includes(localName) ? undefined : nearestOf(localName, known);
    if (meant !== undefined) {
      const words = `There is no tag <${localName}>. Write <${meant}>; the tags are ${known.map((tag) => `<${tag}>`).join(', ')}.`;
      console.error(words);
      const card = document.createElement('p');
      card.role = 'alert';
      card.textContent = words;
      element.prepend(card);
    }
  }
}
