import { highlightText } from 'prism-code-editor/prism';
import 'prism-code-editor/prism/languages/python';

/** The lines of some Python as HTML, in which all is escaped. */
export function highlightedLines(code: string): string[] {
  return highlightText(code, 'python').split('\n');
}
