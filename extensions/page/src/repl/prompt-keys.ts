import { codePointsBefore } from '../editing/text-offsets.ts';
import type { CodeView } from '../elements/code/code-view.ts';
import type { Session } from '../kernel/session.ts';
import type { History } from './history.ts';
import { judge } from './lines.ts';

/** For how long Python is asked whether an entry goes on, in milliseconds; then the page judges. */
const PATIENCE = 300;

export interface PromptActions {
  readonly view: CodeView;
  readonly session: Session;
  readonly history: History;
  readonly isRunning: () => boolean;
  /** Enter what is typed. */
  readonly enter: () => void;
  readonly interrupt: () => void;
  readonly clear: () => void;
  readonly scroll: (pages: number) => void;
}

/** The keys of a prompt. */
export class PromptKeys {
  constructor(actions: PromptActions) {
    this.#actions = actions;
  }

  /** @returns whether the key was the prompt's. */
  handle(event: KeyboardEvent): boolean {
    if (this.#held !== null) {
      return this.#hold(event);
    }
    const { altKey, ctrlKey, key, metaKey, shiftKey } = event;
    if (key === 'Enter' && !altKey) {
      if (ctrlKey || metaKey) {
        this.#actions.enter();
      } else if (shiftKey) {
        this.#breakLine(judge(this.#before).indent);
      } else {
        void this.#enter();
      }
      return true;
    }
    if (altKey || metaKey) {
      return false;
    }
    if (ctrlKey) {
      return this.#control(key);
    }
    switch (key) {
      case 'ArrowUp':
        return !shiftKey && !this.#before.includes('\n') && this.#recall(-1);
      case 'ArrowDown':
        return !shiftKey && !this.#after.includes('\n') && this.#recall(1);
      case 'PageUp':
      case 'PageDown':
        this.#actions.scroll(key === 'PageUp' ? -1 : 1);
        return true;
      default:
        return false;
    }
  }

  /** Keys of a question that Python has asked, and of whatever else is in the terminal. */
  handleElsewhere(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    const field = target instanceof HTMLInputElement ? target : null;
    const isChosen = field !== null && field.selectionStart !== field.selectionEnd;
    const isCopying = isChosen || (field === null && document.getSelection()?.isCollapsed === false);
    if (event.ctrlKey && event.key === 'c' && !isCopying && this.#actions.isRunning()) {
      event.preventDefault();
      this.#actions.interrupt();
    }
  }

  #control(key: string): boolean {
    const { clear, history, interrupt, isRunning, view } = this.#actions;
    const { field } = view;
    if (key === 'l') {
      clear();
      return true;
    }
    if (key === 'c' && field !== null && field.selectionStart === field.selectionEnd) {
      if (isRunning()) {
        interrupt();
      } else {
        view.code = '';
        history.leave();
      }
      return true;
    }
    return false;
  }

  /**
   * Run what is typed if it can be, else begin a line.
   *
   * @param behind keys that come behind it.
   */
  async #enter(behind: readonly string[] = []): Promise<void> {
    const { enter, isRunning, session, view } = this.#actions;
    const { code } = view;
    const held = [...behind];
    const isWithin =
      (this.#after.trim() !== '' && code.includes('\n')) || isInNewBrackets(this.#before, this.#after);
    let { goesOn, indent } = judge(isWithin ? this.#before : code);
    // In the midst of several lines one writes another; an empty line ends a block.
    const isDecided = isWithin || code.trim() === '' || (code.includes('\n') && !goesOn);
    if (!isDecided && session.state.stage === 'ready' && !isRunning()) {
      // What is typed meanwhile comes behind the line that Python is asked of.
      this.#held = held;
      const reply = await Promise.race([session.isComplete(code).catch(() => null), later(PATIENCE)]);
      this.#held = null;
      if (reply !== null) {
        goesOn = reply.status === 'incomplete';
        indent = reply.status === 'incomplete' ? reply.indent : '';
      }
    }
    if (goesOn || isWithin) {
      this.#breakLine(indent);
    } else {
      enter();
    }
    for (const [index, key] of held.entries()) {
      if (key === 'Enter') {
        void this.#enter(held.slice(index + 1));
        break;
      }
      view.type(key);
    }
  }

  /** @returns whether the key is kept until Python has answered. */
  #hold({ altKey, ctrlKey, key, metaKey }: KeyboardEvent): boolean {
    const isTyped = codePointsBefore(key, key.length) === 1 && !altKey && !ctrlKey && !metaKey;
    if (isTyped || key === 'Enter') {
      this.#held?.push(key);
    }
    return isTyped || key === 'Enter';
  }

  #breakLine(indent: string): void {
    this.#actions.view.type(`\n${indent}`);
  }

  #recall(step: -1 | 1): boolean {
    const { history, view } = this.#actions;
    const entry = step < 0 ? history.back(view.code) : history.forward(view.code);
    if (entry === null) {
      return false;
    }
    view.code = entry;
    view.field?.setSelectionRange(entry.length, entry.length);
    return true;
  }

  get #before(): string {
    const { field } = this.#actions.view;
    return field?.value.slice(0, field.selectionStart) ?? '';
  }

  get #after(): string {
    const { field } = this.#actions.view;
    return field?.value.slice(field.selectionEnd) ?? '';
  }

  readonly #actions: PromptActions;
  /** Keys that were typed while Python was asked; null where it is not. */
  #held: string[] | null = null;
}

/** Whether one is in brackets that hold nothing yet and are no call's: in those one writes on several lines. */
function isInNewBrackets(before: string, after: string): boolean {
  return /(?:[[{]|(?:^|[^\w)\]])\()$/.test(before) && /^[)\]}]/.test(after);
}

async function later(milliseconds: number): Promise<null> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return null;
}
