import { withSize } from '../download.ts';
import type { RunEnd, Session } from '../kernel/session.ts';
import { word } from '../words/words.ts';

/** What the controls of a cell do. */
export interface RunActions {
  run(): void;
  /** On the button; that to run where nothing else is said. */
  readonly label?: string;
}

/** The button that runs and stops a cell, and what is said beside it of Python and of the run. */
export class RunControls {
  readonly element = document.createElement('div');

  /**
   * @param signal ends them.
   */
  constructor(session: Session, signal: AbortSignal, actions: RunActions) {
    this.#session = session;
    this.#label = actions.label ?? word('run');
    this.element.className = 'controls';
    this.element.part.add('controls');
    this.#button.type = 'button';
    this.#button.part.add('run');
    this.#button.addEventListener('click', () => {
      if (this.#isRunning) {
        session.interrupt();
      } else {
        actions.run();
      }
    });
    this.#action.type = 'button';
    this.#action.part.add('action');
    this.#action.hidden = true;
    this.#status.part.add('status');
    this.#announcement.className = 'announcement';
    this.#announcement.role = 'status';
    this.element.append(this.#button, this.#status, this.#action, this.#announcement);
    session.addEventListener(
      'state',
      () => {
        this.#show();
      },
      { signal },
    );
    this.#show();
  }

  /** A run begins: it may wait for Python, and for what runs before it. */
  begin(): void {
    this.#isRunning = true;
    this.#announcement.textContent = '';
    this.#show();
  }

  /**
   * A run is over.
   *
   * @param summary what there is to see, in a sentence: it is told once, to those who listen.
   */
  end(end: RunEnd, summary: string): void {
    this.#isRunning = false;
    this.#announcement.textContent = end.status === 'aborted' ? word('cell-not-run') : summary;
    this.#show();
  }

  #show(): void {
    const { state, isDeaf } = this.#session;
    // For programs that wait for the page, such as the check.
    this.element.toggleAttribute(
      'data-busy',
      this.#isRunning && state.stage !== 'failed' && state.stage !== 'ended',
    );
    const label = this.#isRunning ? word('stop') : withSize(this.#label);
    // A press may be going on, which has Python start: WebKit forgets it where the text that it is on is another.
    if (this.#button.textContent !== label) {
      this.#button.textContent = label;
    }
    this.#status.textContent = '';
    this.#action.hidden = true;
    if (state.stage === 'failed') {
      this.#status.textContent = word('python-did-not-start', { reason: state.reason });
      this.#offer(word('try-again'), () => {
        this.#session.tryAgain();
      });
    } else if (state.stage === 'ended') {
      const how = state.end.cause === 'exit' ? word('by-exit') : state.end.reason;
      this.#status.textContent = word('python-has-ended-by', { reason: how });
      this.#offer(word('restart-python'), () => {
        this.#session.restart();
      });
    } else if (isDeaf && this.#isRunning) {
      this.#status.textContent = word('python-is-deaf');
      this.#offer(word('restart-python'), () => {
        this.#session.restart();
      });
    } else if (this.#isRunning) {
      this.#status.textContent = state.stage === 'starting' ? startingText(state.progress) : word('running');
    }
  }

  #offer(label: string, act: () => void): void {
    this.#action.textContent = label;
    this.#action.onclick = act;
    this.#action.hidden = false;
  }

  readonly #session: Session;
  readonly #label: string;
  readonly #button = document.createElement('button');
  readonly #action = document.createElement('button');
  readonly #status = document.createElement('span');
  readonly #announcement = document.createElement('span');
  #isRunning = false;
}

type Starting = Extract<Session['state'], { stage: 'starting' }>;

/** How far Python's start is, in words. */
export function startingText(progress: Starting['progress']): string {
  if (progress?.stage !== 'fetching' || progress.total === null || progress.total === 0) {
    return word('starting-python');
  }
  const percent = Math.round((100 * Math.min(progress.bytes, progress.total)) / progress.total);
  return word('fetching-python', { percent });
}
