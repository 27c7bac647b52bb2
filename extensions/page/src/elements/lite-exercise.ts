import type * as ExerciseModule from '../exercise/exercise.ts';
import { LiteElement } from './lite-element.ts';

type Verdict = Awaited<ReturnType<ExerciseModule.Exercise['check']>>;

/**
 * A task for learners: code to write, and Python that says whether it is right.
 *
 * What stands in the tags is the task's text. Its parts are children too:
 *
 * - `<script type="text/x-python">`: the code to begin with;
 * - `<script type="text/x-python" data-part="setup">`: is run before the learner's code, each time, and is not shown;
 * - `<template data-part="hint">`: is shown when asked for; several are shown one after the other;
 * - `<template data-part="solution">`, or a script: is shown when asked for;
 * - `<script type="text/x-python" data-part="check">`: is run after the learner's code, and sees its names, its text
 *   as `code`, and what it has printed as `output`. Its last value says how it is: a truth, a pair of a truth and
 *   words, or words alone, which are neither right nor wrong. No value is well, an assertion that fails is not.
 *
 * What a learner has typed and reached stays in the browser until it is started over, by the page's path and the
 * element's `id`.
 *
 * @fires lite-check it was checked; `detail` has `passed` (`null` for neither), `message` and `code`
 */
export class LiteExercise extends LiteElement {
  /**
   * Run what the learner has written, and have it checked.
   *
   * @returns what the check says.
   * @throws Error if it is not on a page.
   */
  async check(): Promise<Verdict> {
    return await (await this.#exercise).check();
  }

  /** Start over: the learner's code and all that was reached is gone. */
  async reset(): Promise<void> {
    (await this.#exercise).reset();
  }

  protected override begin(signal: AbortSignal): void {
    const { session } = this.python;
    this.#exercise = import('../exercise/exercise.ts').then(({ Exercise }) => {
      signal.throwIfAborted();
      const host = {
        element: this,
        root: this.root,
        session,
        namespace: this.namespace,
        complain: (error: unknown) => {
          this.complain(error);
        },
      };
      return new Exercise(host, signal);
    });
    this.#exercise.catch((error: unknown) => {
      if (!signal.aborted) {
        // The text is there all the same.
        this.root.append(document.createElement('slot'));
        this.complain(error);
      }
    });
    // An element that was there and has gone has none.
    signal.addEventListener('abort', () => {
      this.#exercise = notOnAPage();
    });
  }

  #exercise: Promise<ExerciseModule.Exercise> = notOnAPage();
}

function notOnAPage(): Promise<never> {
  const none = Promise.reject(new Error('This exercise is not on a page.'));
  none.catch(() => undefined);
  return none;
}
