import type { Session, SessionState } from '../kernel/session.ts';
import { OutputArea } from '../outputs/index.ts';
import { CompletionList } from './completion-list.ts';
import { completionsOf, narrowed } from './completions.ts';
import type { Editor } from './editor.ts';
import { Popup } from './popup.ts';
import { codePointsBefore } from './text-offsets.ts';
import { word } from '../words/later-words.ts';

/** After so long the reader is told that Python is asked, in milliseconds: it reads what it needs for completions at the first. */
const SOON = 300;
/** How much of a help text is told to those who listen, in characters. */
const TOLD = 300;

export interface AssistanceOptions {
  readonly editor: Editor;
  /** Where popups are put: in the tree of the field. */
  readonly place: HTMLElement;
  readonly session: Session;
  /** In which namespace of it. */
  readonly namespace: string;
  /** Tell something to those who listen, and nobody else. */
  readonly announce: (text: string) => void;
}

/** What Python knows of the code that is being typed: completions and help. It is asked where it is there, and never started for this. */
export class Assistance {
  constructor(options: AssistanceOptions) {
    this.#options = options;
    const { editor, place } = options;
    this.#list = new CompletionList(place, editor.field, ({ start, end }, { text }) => {
      editor.replace(start, end, text);
    });
    this.#help = new Popup(place, 'popup help');
    this.#help.element.tabIndex = -1;
    this.#help.element.role = 'region';
    this.#help.element.part.add('help');
    this.#help.element.setAttribute('aria-label', word('help'));
    this.#help.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' || event.key === 'Tab') {
        event.preventDefault();
        event.stopPropagation();
        this.close();
        editor.field.focus();
      }
    });
    editor.field.addEventListener('input', () => {
      this.#typed();
    });
    editor.field.addEventListener('blur', (event) => {
      if (event.relatedTarget !== this.#help.element) {
        this.close();
      }
    });
    editor.field.addEventListener('mousedown', () => {
      this.close();
    });
  }

  /** @returns whether the key was for what is shown. */
  handleKey(event: KeyboardEvent): boolean {
    if (this.#list.isOpen) {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (isPlain && this.#list.handleKey(event)) {
        return true;
      }
      if (event.key !== 'Shift' && (!isPlain || event.key.startsWith('Arrow'))) {
        this.#list.close();
      }
      return false;
    }
    if (this.#help.isOpen && event.key !== 'Shift') {
      if (event.key === 'Tab' && event.shiftKey) {
        this.#help.element.focus();
        return true;
      }
      this.close();
      return event.key === 'Escape';
    }
    return false;
  }

  /** Show what can stand at the caret, or put it there if it is one. */
  async complete(): Promise<void> {
    const { editor, session, namespace } = this.#options;
    const { code, caret, isStill } = this.#now();
    if (!this.#isAnswering()) {
      return;
    }
    const asked = session.complete(code, codePointsBefore(code, caret), namespace);
    const reply = await this.#patiently(asked, isStill);
    const completions = reply === null ? null : completionsOf(code, reply);
    if (!isStill()) {
      return;
    }
    const [first, second] = completions?.options ?? [];
    if (completions === null || first === undefined) {
      this.#say(word('no-completion'));
    } else if (second === undefined) {
      this.close();
      editor.replace(completions.start, completions.end, first.text);
    } else {
      this.close();
      this.#list.show(completions, editor.caretBox);
    }
  }

  /** Show what Python knows of the name at the caret. */
  async help(): Promise<void> {
    const { announce, editor, session, namespace } = this.#options;
    const { code, caret, isStill } = this.#now();
    if (!this.#isAnswering()) {
      return;
    }
    const asked = session.inspect(code, codePointsBefore(code, caret), namespace);
    const reply = await this.#patiently(asked, isStill);
    if (!isStill()) {
      return;
    }
    const text = reply?.status === 'ok' && reply.found ? reply.data['text/plain'] : undefined;
    if (typeof text !== 'string') {
      this.#say(word('nothing-known'));
      return;
    }
    this.#show(text);
    announce(word('whole-text', { text: this.#help.element.innerText.slice(0, TOLD) }));
    this.#help.open(editor.caretBox);
  }

  close(): void {
    this.#list.close();
    this.#area?.dispose();
    this.#area = null;
    this.#help.close();
  }

  /** The code as it is, and whether it still is when Python has answered. */
  #now(): { code: string; caret: number; isStill: () => boolean } {
    const { field } = this.#options.editor;
    const { value: code, selectionEnd: caret } = field;
    return { code, caret, isStill: () => field.value === code && field.selectionEnd === caret };
  }

  /** Python's answer; null where there is none. */
  async #patiently<Reply>(asked: Promise<Reply>, isStill: () => boolean): Promise<Reply | null> {
    const timer = setTimeout(() => {
      if (isStill()) {
        const { stage } = this.#options.session.state;
        this.#say(word(stage === 'starting' ? 'being-started' : 'asking-python'));
      }
    }, SOON);
    try {
      return await asked;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  #isAnswering(): boolean {
    const reason = whyNot(this.#options.session.state);
    if (reason !== null) {
      this.#say(reason);
    }
    return reason === null;
  }

  /** Tell the reader something in the place of what was asked for. */
  #say(text: string): void {
    this.#show(text);
    this.#options.announce(text);
    this.#help.open(this.#options.editor.caretBox);
  }

  #show(text: string): void {
    this.close();
    const shown = document.createElement('div');
    this.#help.element.replaceChildren(shown);
    // In the tree by now, so that it has the styles of outputs.
    this.#help.open(this.#options.editor.caretBox);
    this.#area = new OutputArea(shown);
    this.#area.restore([{ output_type: 'stream', name: 'stdout', text }]);
  }

  #typed(): void {
    const { editor } = this.#options;
    const { shown } = this.#list;
    const left = shown === null ? null : narrowed(shown, editor.code, editor.field.selectionEnd);
    if (left === null) {
      this.close();
    } else {
      this.#list.show(left, editor.caretBox);
    }
  }

  readonly #options: AssistanceOptions;
  readonly #list: CompletionList;
  readonly #help: Popup;
  #area: OutputArea | null = null;
}

function whyNot({ stage }: SessionState): string | null {
  switch (stage) {
    case 'ready':
    case 'starting':
      return null;
    case 'unwanted':
      return word('python-not-there');
    case 'failed':
      return word('python-failed');
    case 'ended':
      return word('python-gone');
  }
}
