import type { Session } from '../../kernel/session.ts';
import type * as EditorModule from '../../editing/editor.ts';
import type * as HighlightModule from '../../editing/highlight.ts';
import { reachWhereCut } from './reach-where-cut.ts';
import { adoptSlottedStyles } from './slotted-code.ts';
import { TabKey } from './tab-key.ts';
import { wanted } from '../when.ts';
import { word } from '../../words/words.ts';

export interface CodeViewOptions {
  readonly isReadOnly: boolean;
  /** The element that has the code: what stands in its slot `code` is shown as it is, until it is edited. */
  readonly host?: HTMLElement;
  /** What is asked for completions and help. */
  readonly session?: Session;
  /** In which namespace of it. */
  readonly namespace?: string;
  /** Ends what the view waits for. */
  readonly signal?: AbortSignal;
  /** What those who listen hear it called. */
  readonly label?: string;
  /** What they hear of its keys. */
  readonly keys?: string;
}

let editing: Promise<typeof EditorModule> | null = null;
let highlighting: Promise<typeof HighlightModule> | null = null;

/**
 * Shows some code, and has it edited where that is allowed.
 *
 * What one types into is there from the first; the editor is made of it when it is first focused, and what colours code
 * that the page brings with no colours comes when the view is seen.
 */
export class CodeView {
  readonly element = document.createElement('div');
  /** What is typed into; null where nothing may be. */
  readonly field: HTMLTextAreaElement | null;
  /** Called when the reader asks for the code to be run. */
  onRun: () => void = () => undefined;
  /** Called with a key before the editor has it; returns whether it was handled. */
  onKey: (event: KeyboardEvent) => boolean = () => false;

  constructor(options: CodeViewOptions) {
    const { isReadOnly, host, session, signal, namespace = '' } = options;
    const { label = word('python-code'), keys = word('code-keys') } = options;
    this.#session = session ?? null;
    this.#namespace = namespace;
    this.#signal = signal ?? new AbortController().signal;
    this.element.className = 'code';
    this.element.part.add('code');
    this.#slotted = host?.querySelector<HTMLElement>(':scope > [slot="code"]') ?? null;
    this.#lines.className = 'prism-code-editor language-python pce-nowrap pce-no-selection';
    this.#wrapper.className = 'pce-wrapper';
    this.#lines.append(this.#wrapper);
    this.#announcement.className = 'announcement';
    this.#announcement.role = 'status';
    this.element.append(this.#lines, this.#announcement);
    this.field = isReadOnly ? null : this.#makeField(label, keys);
    if (this.#slotted !== null) {
      adoptSlottedStyles(this.#slotted);
      const slot = document.createElement('slot');
      slot.name = 'code';
      this.#slot.className = 'still';
      this.#slot.ariaHidden = String(!isReadOnly);
      this.#slot.append(slot);
    }
    if (isReadOnly) {
      reachWhereCut(this.#lines, this.#wrapper, label, this.#signal);
    }
    wanted(this.element, 'visible', this.#signal, () => {
      void this.#colour();
    });
  }

  get code(): string {
    return this.field?.value ?? this.#code;
  }

  /** The caret goes to the beginning. */
  set code(code: string) {
    this.#code = code;
    if (this.#editor !== null) {
      this.#editor.code = code;
      return;
    }
    if (this.field !== null) {
      this.field.value = code;
      this.field.setSelectionRange(0, 0);
    }
    this.#draw();
  }

  /** Put some text where the caret is, as if it were typed. */
  type(text: string): void {
    const { field } = this;
    if (field === null) {
      return;
    }
    if (this.#editor === null) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
      this.#draw();
    } else {
      this.#editor.replace(field.selectionStart, field.selectionEnd, text);
    }
  }

  #makeField(label: string, keyNotes: string): HTMLTextAreaElement {
    const field = document.createElement('textarea');
    const overlays = document.createElement('div');
    const keys = document.createElement('span');
    keys.id = 'keys';
    keys.hidden = true;
    keys.textContent = keyNotes;
    overlays.className = 'pce-overlays';
    overlays.append(field);
    this.#wrapper.append(overlays);
    this.element.append(keys);
    field.className = 'pce-textarea';
    field.spellcheck = false;
    field.autocapitalize = 'off';
    field.autocomplete = 'off';
    field.setAttribute('autocorrect', 'off');
    field.setAttribute('aria-label', label);
    field.setAttribute('aria-describedby', keys.id);
    field.addEventListener('keydown', (event) => {
      if (!event.isComposing && this.#handleKey(event)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    });
    const { signal } = this.#untilEditor;
    field.addEventListener(
      'input',
      () => {
        this.#draw();
      },
      { signal },
    );
    field.addEventListener(
      'focus',
      () => {
        void this.#edit(field);
      },
      { signal },
    );
    // Where there is no line, a click is meant for the field too.
    this.#lines.addEventListener('mousedown', (event) => {
      if (event.target === this.#lines) {
        event.preventDefault();
        field.focus();
      }
    });
    // What is being put together by several keys would be lost where the field is changed.
    field.addEventListener(
      'compositionstart',
      () => {
        this.#composed = Promise.withResolvers();
      },
      { signal },
    );
    field.addEventListener(
      'compositionend',
      () => {
        this.#composed?.resolve();
        this.#composed = null;
      },
      { signal },
    );
    this.#tab = new TabKey(field);
    return field;
  }

  #handleKey(event: KeyboardEvent): boolean {
    if (this.#assistance?.handleKey(event) === true || this.onKey(event)) {
      return true;
    }
    if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      this.onRun();
      return true;
    }
    if (event.key === ' ' && event.ctrlKey) {
      void this.#assistance?.complete();
      return this.#assistance !== null;
    }
    switch (this.#editor === null ? null : this.#tab?.handle(event)) {
      case 'handled':
        return true;
      case 'indent':
        this.#editor?.indent();
        return true;
      case 'outdent':
        this.#editor?.outdent();
        return true;
      case 'complete':
        void this.#assistance?.complete();
        return true;
      case 'help':
        void this.#assistance?.help();
        return true;
      default:
        return false;
    }
  }

  /** Make an editor of the field, with all that has been typed by then. */
  async #edit(field: HTMLTextAreaElement): Promise<void> {
    try {
      editing ??= import('../../editing/editor.ts');
      const { Assistance, highlightedLines, mountEditor } = await editing;
      await this.#composed?.promise;
      if (this.#editor !== null || this.#signal.aborted) {
        return;
      }
      this.#untilEditor.abort();
      this.#highlight = highlightedLines;
      this.#slotted = null;
      this.#draw();
      this.#editor = mountEditor(this.element, field);
      if (this.#session !== null) {
        this.#assistance = new Assistance({
          editor: this.#editor,
          place: this.element,
          session: this.#session,
          namespace: this.#namespace,
          announce: (text) => {
            this.#announcement.textContent = text;
          },
        });
      }
    } catch (error) {
      // The field is there, and one can type and run what one has typed.
      editing = null;
      console.error('The editor could not be had:', error);
    }
  }

  async #colour(): Promise<void> {
    if (this.#slotted !== null) {
      return;
    }
    try {
      highlighting ??= import('../../editing/highlight.ts');
      const { highlightedLines } = await highlighting;
      if (this.#editor === null) {
        this.#highlight = highlightedLines;
        this.#draw();
      }
    } catch (error) {
      // Code without colours can be read.
      highlighting = null;
      console.warn('What colours code could not be had:', error);
    }
  }

  /** Show the code as it is, in lines, or what the page has brought of it while it is the same. */
  #draw(): void {
    const { code } = this;
    if (this.#slotted !== null && codeIn(this.#slotted) === code) {
      this.#wrapper.append(this.#slot);
      return;
    }
    const lines = this.#highlight?.(code) ?? null;
    const elements = (lines ?? code.split('\n')).map((line) => {
      const element = document.createElement('div');
      element.className = 'pce-line';
      if (this.field !== null) {
        element.ariaHidden = 'true';
      }
      if (lines === null) {
        element.textContent = `${line}\n`;
      } else {
        element.innerHTML = `${line}\n`;
      }
      return element;
    });
    // The field stays where it is, or it would lose the focus.
    for (const each of [...this.#wrapper.children].slice(this.field === null ? 0 : 1)) {
      each.remove();
    }
    this.#wrapper.append(...elements);
  }

  readonly #session: Session | null;
  readonly #namespace: string;
  readonly #signal: AbortSignal;
  readonly #lines = document.createElement('div');
  readonly #wrapper = document.createElement('div');
  readonly #slot = document.createElement('div');
  readonly #announcement = document.createElement('span');
  readonly #untilEditor = new AbortController();
  #slotted: HTMLElement | null;
  #highlight: ((code: string) => string[]) | null = null;
  #editor: EditorModule.Editor | null = null;
  #assistance: EditorModule.Assistance | null = null;
  #composed: PromiseWithResolvers<void> | null = null;
  #tab: TabKey | null = null;
  #code = '';
}

/** The code that an element of a page holds, highlighted or not. */
export function codeIn(element: Element): string {
  // A theme may put a button beside the code, in the same element.
  const code = element.querySelector('pre') ?? element;
  return code.textContent.replace(/\r\n?/g, '\n').trimEnd();
}
