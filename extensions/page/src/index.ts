import { LiteCell } from './elements/lite-cell.ts';
import { LiteRepl } from './elements/lite-repl.ts';
import { LiteWidget } from './elements/lite-widget.ts';
import { join, type SiteFacts } from './page.ts';

/** The page's elements, by their tags. */
const ELEMENTS = { 'lite-cell': LiteCell, 'lite-repl': LiteRepl, 'lite-widget': LiteWidget } as const;

/**
 * Make a site's Python part of this page. Called by the site's own script, `lite.js`.
 *
 * @param scriptUrl of that script, which is in the site's root.
 */
export function begin(scriptUrl: string, facts: SiteFacts): void {
  const script = [...document.scripts].find(({ src }) => src === scriptUrl);
  const baseUrl = new URL('.', scriptUrl).href;
  if (!join({ ...facts, baseUrl, boot: script?.getAttribute('boot') ?? null })) {
    return;
  }
  for (const [tag, element] of Object.entries(ELEMENTS)) {
    customElements.define(tag, element);
  }
}
