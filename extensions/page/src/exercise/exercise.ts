import { AuthorMistake } from '../elements/author-mistake.ts';
import type { LiteCell } from '../elements/lite-cell.ts';
import { makeCell } from '../elements/make-cell.ts';
import type { CellSink, Session } from '../kernel/session.ts';
import { joinedText } from '../outputs/output-values.ts';
import { check, type Verdict, wordsOf } from './check.ts';
import { Kept } from './kept.ts';
import { type ExerciseParts, partsOf } from './parts.ts';
import { kernelNameOf } from '../kernel/kernel-name.ts';
import { word } from '../words/later-words.ts';

/** The element of an exercise, as the exercise itself sees it. */
export interface ExerciseHost {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly session: Session;
  readonly namespace: string;
  complain(error: unknown): void;
}

/** Nobody sees what a setup puts out. */
const NOWHERE: CellSink = { output: () => undefined, ask: async () => Promise.resolve('') };

/** A task for a learner: code to write, hints, a solution, and a check. */
export class Exercise {
  /**
   * @param signal ends it.
   * @throws AuthorMistake if its parts make no sense.
   */
  constructor(host: ExerciseHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
    this.#parts = partsOf(host.element);
    this.#kept = new Kept(host.element, this.#parts.start);
    const reached = this.#kept.reached;
    this.#isSolved = reached?.isSolved ?? false;
    this.#cell = this.#makeCell(reached?.code ?? this.#parts.start);
    this.#message.part.add('message');
    this.#message.role = 'status';
    const controls = document.createElement('div');
    controls.className = 'controls';
    controls.part.add('controls');
    const reset = button(word('start-over'), 'reset', () => {
      this.reset();
    });
    controls.append(this.#checkButton, this.#hintButton, this.#solutionButton, reset);
    host.root.append(slot(), slot('cell'), controls, this.#message, slot('hint'), slot('solution'));
    this.#checkButton.hidden = this.#parts.check === null;
    this.#reveal(reached?.hints ?? 0, reached?.hasSolution ?? false);
    if (this.#isSolved) {
      this.#say({ passed: true, message: word('solved-before') });
    }
    for (const event of ['input', 'lite-run']) {
      const keep = (): void => {
        this.#keep();
      };
      host.element.addEventListener(event, keep, { signal });
    }
    signal.addEventListener('abort', () => {
      this.#cell.remove();
      this.#clear();
      host.root.replaceChildren();
    });
  }

  /**
   * Run what the learner has written, and have it checked.
   *
   * @returns what the check says.
   */
  async check(): Promise<Verdict> {
    this.#checkButton.disabled = true;
    this.#say({ passed: null, message: word('checking') });
    const cell = this.#cell;
    const verdict = await inTurn(this.#host.session, () => this.#checked(cell)).catch(
      (error: unknown): Verdict => {
        if (error instanceof AuthorMistake) {
          this.#host.complain(error);
        }
        return { passed: null, message: error instanceof Error ? error.message : String(error) };
      },
    );
    this.#checkButton.disabled = false;
    if (cell !== this.#cell) {
      // The learner has started over meanwhile.
      return verdict;
    }
    this.#isSolved ||= verdict.passed === true;
    this.#say(verdict);
    this.#keep();
    const detail = { ...verdict, code: this.#cell.code };
    this.#host.element.dispatchEvent(
      new CustomEvent('lite-check', { bubbles: true, composed: true, detail }),
    );
    return verdict;
  }

  /** Be as at first: what was kept is gone. */
  reset(): void {
    this.#isSolved = false;
    this.#hints = 0;
    this.#clear();
    const cell = this.#makeCell(this.#parts.start);
    this.#cell.remove();
    this.#cell = cell;
    this.#reveal(0, false);
    this.#say(null);
    this.#kept.forget();
  }

  async #checked(cell: LiteCell): Promise<Verdict> {
    const end = await cell.run();
    if (end.status === 'aborted') {
      return { passed: null, message: word('code-not-run') };
    }
    if (end.status === 'error') {
      return { passed: false, message: word('code-ends-in-error', { error: wordsOf(end) }) };
    }
    const printed = cell.outputs.flatMap((output) =>
      output.output_type === 'stream' && output.name === 'stdout' ? [joinedText(output.text)] : [],
    );
    const source = this.#parts.check ?? '';
    const { session, namespace } = this.#host;
    const options = { namespace, signal: this.#signal };
    return await check(session, source, cell.code, printed.join(''), options);
  }

  #makeCell(code: string): LiteCell {
    const { element, session } = this.#host;
    const cell = makeCell(code, kernelNameOf(element));
    cell.slot = 'cell';
    const { setup } = this.#parts;
    if (setup !== null) {
      cell.beforeRun = () => {
        void this.#setUp(session, setup);
      };
    }
    element.append(cell);
    return cell;
  }

  async #setUp(session: Session, setup: string): Promise<void> {
    const { namespace } = this.#host;
    const end = await session.run(setup, NOWHERE, { isSilent: true, signal: this.#signal, namespace });
    if (end.status === 'error') {
      const mistake = `Its setup has failed. ${wordsOf(end)}.`;
      this.#host.complain(new AuthorMistake(mistake, 'Look at the script with data-part="setup".'));
    }
  }

  #reveal(hints: number, hasSolution: boolean): void {
    const { hints: all, solution } = this.#parts;
    while (this.#hints < Math.min(hints, all.length)) {
      this.#show('hint', all[this.#hints]?.());
      this.#hints += 1;
    }
    this.#hintButton.hidden = this.#hints >= all.length;
    this.#hintButton.textContent =
      all.length === 1 ? word('hint') : word('hint-of', { number: this.#hints + 1, count: all.length });
    if (hasSolution && !this.#hasSolution) {
      this.#show('solution', solution?.());
    }
    this.#hasSolution = hasSolution;
    this.#solutionButton.hidden = solution === null || hasSolution;
  }

  #show(name: string, content: Node | undefined): void {
    const place = document.createElement('div');
    place.slot = name;
    place.append(content ?? '');
    this.#host.element.append(place);
    this.#places.push(place);
  }

  #clear(): void {
    for (const place of this.#places.splice(0)) {
      place.remove();
    }
    this.#hasSolution = false;
  }

  #say(verdict: Verdict | null): void {
    const { passed, message } = verdict ?? { passed: null, message: '' };
    const otherwise = passed === null ? '' : word(passed ? 'correct' : 'not-yet');
    this.#message.textContent = message || otherwise;
    this.#message.dataset['passed'] = String(passed);
  }

  #keep(): void {
    const { code } = this.#cell;
    this.#kept.keep({ code, isSolved: this.#isSolved, hints: this.#hints, hasSolution: this.#hasSolution });
  }

  readonly #host: ExerciseHost;
  readonly #signal: AbortSignal;
  readonly #parts: ExerciseParts;
  readonly #kept: Kept;
  readonly #message = document.createElement('p');
  readonly #checkButton = button(word('check'), 'check', () => void this.check());
  readonly #hintButton = button(word('hint'), 'hint', () => {
    this.#reveal(this.#hints + 1, this.#hasSolution);
    this.#keep();
  });
  readonly #solutionButton = button(word('show-solution'), 'solution', () => {
    this.#reveal(this.#hints, true);
    this.#keep();
  });
  #cell: LiteCell;
  #isSolved: boolean;
  #hints = 0;
  #hasSolution = false;
  readonly #places: HTMLElement[] = [];
}

function button(label: string, part: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.part.add(part);
  made.addEventListener('click', act);
  return made;
}

function slot(name = ''): HTMLSlotElement {
  const made = document.createElement('slot');
  made.name = name;
  return made;
}

/** The last check of each Python. */
const lastChecks = new WeakMap<Session, Promise<unknown>>();

/** Check one exercise after the other: a check reads the names that its own code has set. */
async function inTurn(session: Session, act: () => Promise<Verdict>): Promise<Verdict> {
  const before = lastChecks.get(session) ?? Promise.resolve();
  const checked = before.then(act);
  lastChecks.set(
    session,
    checked.catch(() => undefined),
  );
  return await checked;
}
