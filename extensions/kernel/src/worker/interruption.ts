import type { PageMessage } from '@lite-build/messages';
import { type CodeRunner, runOwnCode } from '@lite-build/boot/own-code';
import type { FreeThread } from './free-thread.ts';
import { tellPage } from './page.ts';
import { INTERRUPTIBLE_CELLS } from '../own-code/python-code.ts';

/** The signal of Ctrl+C. */
const SIGINT = 2;
/**
 * How long the thread must have been busy before a signal is raised. A thread that is free more often hears the page's
 * message, which interrupts the cell itself; a signal might hit the event loop between two of the cell's steps.
 */
const BUSY_MILLISECONDS = 250;
/** How long it must have been busy before the page is asked, which takes a request. */
const LONG_MILLISECONDS = 1000;
/** The least time from a request to the next, and the most. */
const PAUSE_MILLISECONDS = [250, 1000] as const;
/** Between those, what a request takes of the time to the next: one part in so many. */
const SHARE_OF_TIME = 40;

/** Reads of the buffer that come faster than this, on average, need not look at the clock each; up to so many. */
const FAST_MILLISECONDS = 1;
const MOST_READS = 16;

/** What of Pyodide is used here. */
export interface InterruptiblePython extends CodeRunner {
  setInterruptBuffer(buffer: unknown): void;
  checkInterrupt(): void;
}

/** How a thread that is never free learns how many interruptions were asked for. */
export interface Asking {
  /** The memory that the page counts them in, if it shares any. */
  memory: SharedArrayBuffer | undefined;
  /** Asks the page by a request; null where there is no way. */
  request: (() => number) | null;
  /** Is called again and again while the thread is busy; throws nothing. */
  whileBusy: () => void;
}

/**
 * Interrupts what Python runs, when the page asks for it. Each of the page's requests counts once, whichever way it is
 * heard of: by a message where the thread is free, else by the memory or the requests that Pyodide's interrupt
 * buffer reads while Python runs.
 */
export class Interruption {
  /**
   * @param thread that Python runs in.
   */
  constructor(thread: FreeThread) {
    this.#thread = thread;
  }

  /** Let what this Python runs be interrupted. */
  install(python: InterruptiblePython, kernel: unknown, asking: Asking): void {
    const names = runOwnCode(python, INTERRUPTIBLE_CELLS);
    (names.get('install') as (kernel: unknown) => void)(kernel);
    this.#interruptWaiting = names.get('interrupt') as () => void;
    this.#python = python;
    this.#memory = asking.memory === undefined ? null : new Int32Array(asking.memory);
    this.#request = asking.request;
    this.#whileBusy = asking.whileBusy;
    const buffer = Object.defineProperty({}, 0, {
      get: () => (this.#isDue() ? SIGINT : 0),
      // Pyodide empties the buffer whatever was in it.
      set: () => {
        if (this.#isRaised) {
          this.#isRaised = false;
          this.#handle();
        }
      },
    });
    python.setInterruptBuffer(buffer);
  }

  /** From now on the page can be asked by a request. */
  askBy(request: () => number): void {
    this.#request = request;
  }

  /** The page asks for it, and the thread is free to hear so: if a cell runs, it waits. */
  hear({ interruptions }: Extract<PageMessage, { type: 'interrupt' }>): void {
    this.#asked = Math.max(this.#asked, interruptions);
    if (this.#asked > this.#handled) {
      this.#handle();
      this.#interruptWaiting();
    }
  }

  /**
   * Raise the interruption in the Python code that has called us.
   *
   * @throws PythonError that holds a `KeyboardInterrupt`.
   */
  raise(interruptions: number): void {
    this.#asked = Math.max(this.#asked, interruptions);
    this.#isCertain = true;
    try {
      this.#python?.checkInterrupt();
    } finally {
      this.#isCertain = false;
    }
  }

  #isDue(): boolean {
    this.#ask();
    const { isUsed, last } = this.#thread;
    const isBusy = isUsed && performance.now() - last > BUSY_MILLISECONDS;
    if (isBusy) {
      this.#whileBusy();
    }
    this.#isRaised = this.#asked > this.#handled && (this.#isCertain || isBusy);
    return this.#isRaised;
  }

  #ask(): void {
    if (this.#memory !== null) {
      this.#asked = Math.max(this.#asked, Atomics.load(this.#memory, 0));
    } else if (this.#request !== null && this.#thread.isUsed && this.#isTime()) {
      const now = this.#looked;
      if (now - this.#thread.last > LONG_MILLISECONDS && now > this.#next) {
        try {
          this.#asked = Math.max(this.#asked, this.#request());
        } finally {
          const after = performance.now();
          const [least, most] = PAUSE_MILLISECONDS;
          this.#next = after + Math.min(most, Math.max(least, SHARE_OF_TIME * (after - now)));
        }
      }
    }
  }

  /** Whether to look at the clock, which costs more than what Python does between two reads of its buffer. */
  #isTime(): boolean {
    this.#reads += 1;
    if (this.#reads < this.#readsToLook) {
      return false;
    }
    const now = performance.now();
    const isFast = now - this.#looked < FAST_MILLISECONDS * this.#reads;
    this.#readsToLook = isFast ? Math.min(MOST_READS, 2 * this.#readsToLook) : 1;
    this.#reads = 0;
    this.#looked = now;
    return true;
  }

  #handle(): void {
    this.#handled = this.#asked;
    tellPage({ type: 'interrupted', interruptions: this.#handled });
  }

  readonly #thread: FreeThread;
  #python: InterruptiblePython | null = null;
  #interruptWaiting: () => void = () => undefined;
  #memory: Int32Array | null = null;
  #request: (() => number) | null = null;
  #whileBusy: () => void = () => undefined;
  /** When the clock was looked at last, how often the buffer was read since, and how often it shall be before the next. */
  #looked = 0;
  #reads = 0;
  #readsToLook = 1;
  /** Before when not to request again. */
  #next = 0;
  /** How many interruptions were asked for, as far as is known. */
  #asked = 0;
  /** How many of them have reached Python. */
  #handled = 0;
  #isRaised = false;
  #isCertain = false;
}

/** Whether it is an interruption that ended what JavaScript called Python for. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'KeyboardInterrupt';
}
