import type { WidgetSession } from '../kernel/session.ts';
import { startingText } from './run-controls.ts';
import { word } from '../words/words.ts';

/** Says in an element how far Python is, where the element waits for it, and what can be done. */
export class PythonStatus {
  readonly element = document.createElement('div');

  constructor(
    session: Pick<WidgetSession, 'state' | 'addEventListener' | 'tryAgain' | 'restart'>,
    signal: AbortSignal,
  ) {
    this.#session = session;
    this.element.className = 'controls';
    this.element.part.add('status');
    this.#text.role = 'status';
    this.#action.type = 'button';
    this.#action.part.add('action');
    this.element.append(this.#text, this.#action);
    session.addEventListener(
      'state',
      () => {
        this.#show();
      },
      { signal },
    );
    this.#show();
  }

  /**
   * Say whether the element waits.
   *
   * @param reason for what, once Python is there; null where it waits no more.
   * @param isReaders whether that is the reader's to do: Python is not busy with it, and it may never come.
   */
  wait(reason: string | null, isReaders = false): void {
    this.#reason = reason;
    this.#isReaders = isReaders;
    this.#show();
  }

  /** The reader has done what it waits for; the rest is Python's. */
  goOn(): void {
    this.#isReaders = false;
    this.#show();
  }

  #show(): void {
    const { state } = this.#session;
    const waits = this.#reason !== null;
    this.element.toggleAttribute(
      'data-busy',
      waits && (state.stage === 'starting' || (state.stage === 'ready' && !this.#isReaders)),
    );
    let text = '';
    this.#action.hidden = true;
    if (waits && state.stage === 'starting') {
      text = startingText(state.progress);
    } else if (state.stage === 'failed' && waits) {
      text = word('python-did-not-start', { reason: state.reason });
      this.#offer(word('try-again'), () => {
        this.#session.tryAgain();
      });
    } else if (state.stage === 'ended') {
      text = word('python-has-ended');
      this.#offer(word('restart-python'), () => {
        this.#session.restart();
      });
    } else if (waits && state.stage === 'ready') {
      text = this.#reason ?? '';
    }
    if (this.#text.textContent !== text) {
      this.#text.textContent = text;
    }
    this.element.hidden = text === '';
  }

  #offer(label: string, act: () => void): void {
    this.#action.textContent = label;
    this.#action.onclick = act;
    this.#action.hidden = false;
  }

  readonly #session: Pick<WidgetSession, 'state' | 'tryAgain' | 'restart'>;
  readonly #text = document.createElement('span');
  readonly #action = document.createElement('button');
  #reason: string | null = null;
  #isReaders = false;
}
