import codeText from './code/code-view.css' with { type: 'text' };
import text from './elements.css' with { type: 'text' };

let sheet: CSSStyleSheet | null = null;

/** The styles of all elements, in their own trees. */
export function styles(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`${text}\n${codeText}`);
  }
  return sheet;
}
