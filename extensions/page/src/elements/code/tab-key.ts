/** What Tab, or Shift+Tab, is to do. */
export type TabAction = 'indent' | 'outdent' | 'complete' | 'help' | 'handled' | 'leave';

/** What a name, or a place behind a dot, ends with. */
const NAME = /[\p{L}\p{N}_.]$/u;

/**
 * Whether Tab is a key of a field's, or leaves it.
 *
 * Who walks through a page by Tab passes the field; who has typed into it or clicked there indents with it, until Escape.
 */
export class TabKey {
  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
    field.addEventListener('focus', () => {
      this.#leaves = true;
    });
    for (const type of ['input', 'click']) {
      field.addEventListener(type, () => {
        this.#leaves = false;
      });
    }
  }

  /** What a key is to do; null where it is none of these. */
  handle(event: KeyboardEvent): TabAction | null {
    if (event.key === 'Escape') {
      // Twice is the page's, as where it closes a dialog.
      const wasLeaving = this.#leaves;
      this.#leaves = true;
      return wasLeaving ? null : 'handled';
    }
    if (event.key !== 'Tab' || event.ctrlKey || event.metaKey || event.altKey) {
      return null;
    }
    const { selectionEnd, selectionStart, value } = this.#field;
    if (this.#leaves || value === '') {
      return 'leave';
    }
    const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
    const isInCode = selectionStart === selectionEnd && line.trim() !== '';
    if (event.shiftKey) {
      return isInCode ? 'help' : 'outdent';
    }
    return isInCode && NAME.test(line) ? 'complete' : 'indent';
  }

  readonly #field: HTMLTextAreaElement;
  #leaves = true;
}
