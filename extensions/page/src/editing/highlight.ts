import { highlightText, languages } from 'prism-code-editor/prism';
import 'prism-code-editor/prism/languages/python';

const BUILTINS =
  '__import__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod ' +
  'enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list ' +
  'locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod ' +
  'str sum super tuple type vars zip';

// Its grammar is of two Pythons: `print` and `exec` are functions in ours.
Object.assign(languages['python'] ?? {}, {
  keyword:
    /(?<!\.)\b(?:_(?=\s*:)|and|as|assert|async|await|break|case|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b/,
  builtin: new RegExp(`(?<!\\.)\\b(?:${BUILTINS.replaceAll(' ', '|')})\\b`),
});

/** The lines of some Python as HTML, in which all is escaped. */
export function highlightedLines(code: string): string[] {
  return highlightText(code, 'python').split('\n');
}
