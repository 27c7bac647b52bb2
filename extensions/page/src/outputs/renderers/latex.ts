import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { typeset } from './mathematics.ts';

/** LaTeX: text with mathematics in it. */
export function renderLatex({ element, value }: Rendering): void {
  element.classList.add('lite-latex');
  element.textContent = joinedText(value);
  typeset(element);
}
