import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { TerminalText } from '../text/terminal-text.ts';
import { TextView } from '../text/text-view.ts';

/** Plain text, with a terminal's colours. */
export function renderText({ element, value, limits }: Rendering): void {
  element.append(new TextView(new TerminalText(joinedText(value)), limits).element);
}
