import { NOT_STARTED } from '@lite-build/kernel/host/kernel';
import type { RunEnd } from './session.ts';

const NOT_RUN: RunEnd = { status: 'aborted' };
/** The errors by which a cell counts as not run. */
const TO_RUN_AGAIN = new Set([NOT_STARTED, 'KeyboardInterrupt']);

/** A run that waits for those before it. */
export interface Started {
  readonly ended: Promise<RunEnd>;
}

/** A cell as the order of a page's runs sees it. */
export interface OrderedCell {
  readonly element: Element;
  /** Whether it is run without being asked to. */
  readonly isAutomatic: boolean;
  /** Whether it is run before a cell below it, once that is, as those are that are automatic. */
  readonly isInOrder?: boolean;
  /** Whether it is run where the reader asks for it, and at no other time: also not for what she does to its widgets. */
  readonly isOnlyAsked?: boolean;
  /** Where its names are; those of other namespaces are nothing to it. */
  readonly namespace?: string;
  /**
   * Have it be run; resolves once its run waits for those before it, and not when it is through.
   *
   * @throws Error if it has nothing to run.
   */
  start(): Promise<Started>;
}

/**
 * The order in which the cells of one Python are run: as they are asked to, but that all which run by themselves or
 * are in order, and stand before a cell on the page, have been started when it is, if they share its namespace. Each of
 * those is started by itself once. Says `end` when a run is over, or was not begun.
 */
export class RunOrder extends EventTarget {
  /** Have a cell take part until the signal is aborted. */
  add(cell: OrderedCell, signal: AbortSignal): void {
    this.#cells.add(cell);
    signal.addEventListener('abort', () => {
      this.#cells.delete(cell);
      this.#started.delete(cell);
      this.#through.delete(cell);
      this.#failed.delete(cell);
    });
  }

  /**
   * Have a cell be run.
   *
   * @throws Error if it has nothing to run.
   */
  async run(cell: OrderedCell): Promise<Started> {
    const first = [...this.#cells]
      .filter(
        (each) =>
          (each.isAutomatic || each.isInOrder === true) &&
          (each.namespace ?? '') === (cell.namespace ?? '') &&
          !this.#started.has(each) &&
          isBefore(each, cell),
      )
      .sort((one, other) => (isBefore(one, other) ? -1 : 1));
    for (const each of first) {
      // One that cannot be started has said why, and the next is.
      void this.#start(each).catch(() => undefined);
    }
    this.#asked.add(cell);
    return await this.#start(cell);
  }

  /** Have a cell be run as a part of what is being started. */
  async startPart(cell: OrderedCell): Promise<Started> {
    this.#started.add(cell);
    this.#failed.delete(cell);
    const started = cell.start();
    void this.#noteEnd(cell, started);
    return await started;
  }

  /** Whether it was for its own sake that a cell waits or runs, and not for one below it. */
  isAsked(cell: OrderedCell): boolean {
    return this.#asked.has(cell);
  }

  /** Whether some cell was asked to run, and does not wait for Python yet. */
  get isStarting(): boolean {
    return this.#starting > 0;
  }

  /** Whether a cell has been started in this Python, by itself or by one that stands behind it. */
  hasStarted(cell: OrderedCell): boolean {
    return this.#started.has(cell);
  }

  /** Whether a cell has run in this Python, to its end or to an error. */
  hasRun(cell: OrderedCell): boolean {
    return this.#through.has(cell);
  }

  /** Whether the last run of a cell has ended in an error that nobody expects, or was stopped. */
  hasFailed(cell: OrderedCell): boolean {
    return this.#failed.has(cell);
  }

  /** Python is another: what runs by itself does so once more, when it is next needed. */
  reset(): void {
    this.#started.clear();
    this.#through.clear();
    this.#failed.clear();
  }

  #start(cell: OrderedCell): Promise<Started> {
    this.#started.add(cell);
    this.#failed.delete(cell);
    this.#starting += 1;
    const started = this.#last
      .then(() => cell.start())
      .finally(() => {
        this.#starting -= 1;
      });
    this.#last = started.catch(() => undefined);
    void this.#noteEnd(cell, started);
    return started;
  }

  /**
   * What was stopped, or not run, since something before it has failed or Python did not start, is still to be run in its
   * turn.
   */
  async #noteEnd(cell: OrderedCell, started: Promise<Started>): Promise<void> {
    const end = await started.then(({ ended }) => ended).catch(() => NOT_RUN);
    this.#asked.delete(cell);
    if (end.status === 'aborted' || (end.status === 'error' && TO_RUN_AGAIN.has(end.name))) {
      this.#started.delete(cell);
    } else if (this.#cells.has(cell)) {
      // One that has left the page meanwhile is not kept.
      this.#through.add(cell);
      if (end.status === 'error' && !cell.element.hasAttribute('raises-exception')) {
        this.#failed.add(cell);
      }
    }
    this.dispatchEvent(new Event('end'));
  }

  readonly #cells = new Set<OrderedCell>();
  readonly #started = new Set<OrderedCell>();
  readonly #asked = new Set<OrderedCell>();
  readonly #through = new Set<OrderedCell>();
  readonly #failed = new Set<OrderedCell>();
  #last: Promise<unknown> = Promise.resolve();
  #starting = 0;
}

function isBefore({ element: one }: OrderedCell, { element: other }: OrderedCell): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
