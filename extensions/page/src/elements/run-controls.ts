import { withSize } from '../download.ts';
import type { RunEnd, Session } from '../kernel/session.ts';

/** What the controls of a cell do. */
export interface RunActions {
  run(): void;
  /** On the button; "Run" where nothing else is said. */
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
    this.#label = actions.label ?? 'Run';
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
    this.#announcement.textContent = end.status === 'aborted' ? 'The cell was not run.' : summary;
    this.#show();
  }

  #show(): void {
    const { state, isDeaf } = this.#session;
    const label = this.#isRunning ? 'Stop' : withSize(this.#label);
    // A press may be going on, which has Python start: WebKit forgets it where the text that it is on is another.
    if (this.#button.textContent !== label) {
      this.#button.textContent = label;
    }
    this.#status.textContent = '';
    this.#action.hidden = true;
    if (state.stage === 'failed') {
      this.#status.textContent = `Python did not start: ${state.reason}`;
      this.#offer('Try again', () => {
        this.#session.tryAgain();
      });
    } else if (state.stage === 'ended') {
      const how = state.end.cause === 'exit' ? 'a cell has called exit()' : state.end.reason;
      this.#status.textContent = `Python has ended: ${how}. What is on the page stays.`;
      this.#offer('Restart Python', () => {
        this.#session.restart();
      });
    } else if (isDeaf && this.#isRunning) {
      this.#status.textContent = 'Python does not hear in the midst of its work.';
      this.#offer('Restart Python', () => {
        this.#session.restart();
      });
    } else if (this.#isRunning) {
      this.#status.textContent = state.stage === 'starting' ? startingText(state.progress) : 'Running';
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
    return 'Starting Python';
  }
  return `Fetching Python ${Math.round((100 * Math.min(progress.bytes, progress.total)) / progress.total)} %`;
}
