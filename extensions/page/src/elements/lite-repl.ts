import type { RunEnd } from '../kernel/session.ts';
import type { History } from '../repl/history.ts';
import type { Repl } from '../repl/repl.ts';
import { codeOf, hasCode } from './code/code.ts';
import { LiteElement } from './lite-element.ts';

/**
 * A prompt: what is entered runs, and what it puts out stands below it, as in a terminal.
 *
 * Code of its own, in a child script of the type `text/x-python` or the file that `src` names, runs before the first
 * entry. What else is in it is a greeting.
 *
 * @attr {address} src the file that has code of its own, relative to the page
 * @attr {flag} autorun its own code runs once it is nearly in sight
 * @attr {flag} hidden-code its own code is not shown
 * @attr {text} banner a line of greeting; Python's own where it is empty
 * @fires lite-run the run of an entry has ended; `detail` says how, as of a `<lite-cell>`
 */
export class LiteRepl extends LiteElement {
  /**
   * Enter some code, as if it were typed.
   *
   * @returns how its run has ended; what it has put out is on the page by then.
   */
  async run(code: string): Promise<RunEnd> {
    const repl = await this.#repl;
    return repl === null ? { status: 'aborted' } : await repl.enter(code);
  }

  /** Take away what was entered and put out. */
  clear(): void {
    void this.#repl.then((repl) => {
      repl?.clear();
    });
  }

  protected override begin(signal: AbortSignal): void {
    this.#repl = this.#load(signal).catch((error: unknown) => {
      if (!signal.aborted) {
        this.complain(error);
      }
      return null;
    });
  }

  /** What a prompt is made of is fetched where there is one. */
  async #load(signal: AbortSignal): Promise<Repl | null> {
    const greeting = document.createElement('slot');
    this.root.append(greeting);
    signal.addEventListener('abort', () => {
      this.root.replaceChildren();
    });
    const { History: PromptHistory, Repl: Prompt } = await import('../repl/repl.ts');
    if (signal.aborted) {
      return null;
    }
    this.#history ??= new PromptHistory();
    const isAutomatic = this.hasAttribute('autorun');
    const repl = new Prompt({
      host: this,
      root: this.root,
      greeting,
      python: this.python,
      history: this.#history,
      setup: hasCode(this) ? codeOf(this, signal) : null,
      isAutomatic,
      isSetupHidden: this.hasAttribute('hidden-code'),
      banner: this.getAttribute('banner'),
      complain: (error) => {
        this.complain(error);
      },
      signal,
    });
    this.onceWanted(isAutomatic ? 'visible' : 'interaction', signal, () => {
      repl.want();
    });
    return repl;
  }

  /** Kept for as long as the page is, also where the element is taken out and put in again. */
  #history: History | null = null;
  #repl: Promise<Repl | null> = Promise.resolve(null);
}
