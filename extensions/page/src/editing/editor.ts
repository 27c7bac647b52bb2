import { mountEditorsUnder } from 'prism-code-editor/client';
import {
  defaultKeymap,
  editorCommands,
  indentSelectedLines,
  insertLineAndIndent,
  insertTab,
} from 'prism-code-editor/commands';
import { cursorPosition } from 'prism-code-editor/cursor';
import { highlightBracketPairs } from 'prism-code-editor/highlight-brackets';
import 'prism-code-editor/languages/python';
import { matchBrackets } from 'prism-code-editor/match-brackets';
import { searchWidget } from 'prism-code-editor/search';
import searchStyles from 'prism-code-editor/search.css' with { type: 'text' };
import { insertText } from 'prism-code-editor/utils';
import { adoptStyles } from '../outputs/styles.ts';
import editorStyles from './editor.css' with { type: 'text' };

export { Assistance } from './assistance.ts';
export { highlightedLines } from './highlight.ts';

/** Keys that are the element's own, or that would make Tab a trap. */
const NOT_THE_EDITORS = new Set(['Tab', '8+Tab', '8+Enter', 'Mod+Enter', '2+m', '10+m']);
const COMMANDS = Object.fromEntries(
  Object.entries(defaultKeymap).filter(([keys]) => !NOT_THE_EDITORS.has(keys)),
);
const INDENTATION = 4;
const having = new WeakSet<Document | ShadowRoot>();

/** An editor on a text field that was there before. */
export interface Editor {
  readonly field: HTMLTextAreaElement;
  /** All of the code; the caret goes to its beginning. */
  code: string;
  /** Put some text in the place of a part of the code, as if it were typed. */
  replace(start: number, end: number, text: string): void;
  /** Begin a line below the caret's, indented as Python wants it. */
  breakLine(): void;
  indent(): void;
  outdent(): void;
  /** Where the caret is in the window. */
  readonly caretBox: () => DOMRect;
}

/**
 * Make a text field and the lines that are shown in it an editor. What is in it, its selection, what can be undone and where it is scrolled to stay.
 *
 * @param place what holds the editor's element and nothing else that is one.
 */
export function mountEditor(place: HTMLElement, field: HTMLTextAreaElement): Editor {
  adoptStyles(place, `${searchStyles}\n${editorStyles}`, having);
  const container = field.closest<HTMLElement>('.prism-code-editor');
  const { selectionStart, selectionEnd, selectionDirection, value } = field;
  container?.setAttribute(
    'data-options',
    JSON.stringify({ language: 'python', lineNumbers: false, tabSize: INDENTATION, value }),
  );
  const cursor = cursorPosition();
  const [editor] = mountEditorsUnder(place, () => [
    cursor,
    matchBrackets(false),
    highlightBracketPairs(),
    editorCommands(COMMANDS),
    searchWidget(),
  ]);
  if (editor === undefined) {
    throw new Error('The editor has no element to be made of.');
  }
  field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  return {
    field,
    get code() {
      return field.value;
    },
    set code(code) {
      editor.setOptions({ value: code });
    },
    replace: (start, end, text) => {
      insertText(editor, text, start, end);
      cursor.scrollIntoView();
    },
    breakLine: () => {
      // It leaves the line feed to the browser where there is nothing to indent.
      if (insertLineAndIndent(editor) !== true) {
        insertText(editor, '\n');
      }
    },
    indent: () => {
      const [start, end] = editor.getSelection();
      if (start === end) {
        insertTab(editor, start);
      } else {
        indentSelectedLines(editor);
      }
    },
    outdent: () => {
      indentSelectedLines(editor, true);
    },
    caretBox: () => {
      cursor.getPosition();
      return cursor.element.getBoundingClientRect();
    },
  };
}
