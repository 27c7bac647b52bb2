import type { ILoggerRegistry, ILogPayload } from '@jupyterlab/logconsole';
import type { Session } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';

/** While a session starts, JupyterLab has it at a path of its own making, beside the document's (`sessioncontext.ts`). */
const PASSING_PATH = /(?:^|\/)[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** How much is held for a session that never comes to a path of its own. */
const MOST_HELD = 100;

/**
 * The log of a kernel's session, as the log console shows it: by the path of its document. A kernel has something to say
 * before its session is listed there: that is held until then.
 */
export class SessionLog implements IDisposable {
  /**
   * @param loggers null where a page has no log console.
   */
  constructor(loggers: ILoggerRegistry | null, sessions: Session.IManager, kernelId: string) {
    this.#loggers = loggers;
    this.#sessions = sessions;
    this.#kernelId = kernelId;
    sessions.runningChanged.connect(this.#tellHeld, this);
  }

  log(payload: ILogPayload): void {
    this.#held.push(payload);
    this.#held.splice(0, this.#held.length - MOST_HELD);
    this.#tellHeld();
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#sessions.runningChanged.disconnect(this.#tellHeld, this);
  }

  #tellHeld(): void {
    for (const session of this.#sessions.running()) {
      if (session.kernel?.id === this.#kernelId && !PASSING_PATH.test(session.path)) {
        const held = this.#held;
        this.#held = [];
        for (const payload of held) {
          this.#loggers?.getLogger(session.path).log(payload);
        }
        return;
      }
    }
  }

  readonly #loggers: ILoggerRegistry | null;
  readonly #sessions: Session.IManager;
  readonly #kernelId: string;
  #held: ILogPayload[] = [];
  #isDisposed = false;
}
