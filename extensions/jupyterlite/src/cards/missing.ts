import { Card } from './card.ts';

/** An engine that suspends Python asks without either (`extensions/kernel/python/suspended_input.py`). */
const INPUT = 'Suspending' in WebAssembly ? '' : ', input() cannot ask you anything';

/** What Python cannot do in a page that has no service worker, and no memory that workers share. */
export const NO_WAY_TO_ASK =
  `The browser allows this page no service worker. So Python does not see the files of this site${INPUT}, ` +
  'and a cell that computes cannot be interrupted; restarting the kernel ends it. ' +
  'Some browsers have none in private windows, or where cookies are blocked; try another window.';

const RESTART =
  'To end the cell now, restart the kernel (menu Kernel, Restart Kernel…). What Python has in memory is lost then; ' +
  'your files and the notebook are kept.';

/** Says on the page what cannot be done there, each once, until the reader closes it. */
export class MissingReport {
  /** Say what Python cannot do on this page; once, however many kernels start. */
  start(): void {
    if (!isTold) {
      isTold = true;
      new Card().failure('Some things do not work in this window', [NO_WAY_TO_ASK], []);
    }
  }

  /**
   * Say that an interruption has not reached Python.
   *
   * @param isReachable whether it can be reached while it computes.
   */
  uninterrupted(isReachable: boolean): void {
    const [title, reason] = isReachable
      ? [
          'The cell was not interrupted yet',
          'Python hears of interruptions between two steps of its own, and is busy with something that takes longer.',
        ]
      : [
          'The cell cannot be interrupted here',
          'The browser allows this page no service worker, by which Python would hear of it while it computes.',
        ];
    this.#interruption.failure(title, [reason, RESTART], []);
  }

  /** Say that Python has written over what others had changed. */
  overwritten(names: string): void {
    const reason =
      'Another kernel, another window or the editor had changed it since Python read it. The last one who writes a ' +
      'whole file is kept: here it was Python. A database that two kernels write at once loses what one of them wrote.';
    this.#overwritten.failure(`Python has written over changes: ${names}`, [reason], []);
  }

  /** Python was interrupted after all, or has ended. */
  close(): void {
    this.#interruption.close();
  }

  readonly #interruption = new Card();
  readonly #overwritten = new Card();
}

let isTold = false;
