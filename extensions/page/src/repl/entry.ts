import type { CellOutput } from '@lite-build/messages';
import { askInPage } from '../elements/ask.ts';
import { highlightedLines } from '../editing/highlight.ts';
import type { CellSink, RunEnd } from '../kernel/session.ts';
import { OutputArea, type RenderWidget } from '../outputs/index.ts';
import { type LaterWord, word } from '../words/later-words.ts';

export interface EntryOptions {
  readonly code: string;
  readonly isHidden: boolean;
  /** The element in whose tree outputs are, and in whose slot of this name they are shown. */
  readonly host: HTMLElement;
  readonly slot: string;
  readonly renderWidget: RenderWidget;
  /** Where the keyboard goes when a question was answered. */
  readonly focusPrompt: () => void;
  readonly propose: (code: string) => void;
}

/**
 * How far an entry is: waiting for Python and for those before it, running, through, ended with its Python, or never
 * run.
 */
export type EntryStage = 'waiting' | 'running' | 'through' | 'stopped' | 'dropped';

const NOTES: Readonly<Partial<Record<EntryStage, LaterWord>>> = {
  waiting: 'entry-waits',
  stopped: 'entry-stopped',
  dropped: 'entry-dropped',
};

/** What was entered at a prompt, with what it puts out below it. */
export class Entry implements CellSink {
  readonly element = document.createElement('div');
  readonly code: string;
  readonly ended = Promise.withResolvers<RunEnd>();

  constructor(options: EntryOptions) {
    const { code, isHidden, host, slot: name, renderWidget } = options;
    this.#options = options;
    this.code = code;
    this.element.className = 'entry';
    this.element.part.add('entry');
    const entered = document.createElement('div');
    entered.className = 'entered';
    entered.hidden = isHidden;
    const text = document.createElement('div');
    text.className = 'lines';
    text.innerHTML = highlightedLines(code).join('\n');
    this.#note.className = 'note';
    entered.append(promptSign(), text, this.#note);
    const slot = document.createElement('slot');
    slot.name = name;
    this.element.append(entered, slot);
    this.#place.slot = name;
    host.append(this.#place);
    this.#area = new OutputArea(this.#place, { renderWidget });
    this.stage = 'waiting';
  }

  get stage(): EntryStage {
    return this.#stage;
  }

  set stage(stage: EntryStage) {
    this.#stage = stage;
    this.element.dataset['stage'] = stage;
    const note = NOTES[stage];
    this.#note.textContent = note === undefined ? '' : word(note);
  }

  /** Whether it will run, or does. */
  get isOpen(): boolean {
    return this.#stage === 'waiting' || this.#stage === 'running';
  }

  /** What there is to see of it, in a sentence. */
  get summary(): string {
    return this.#stage === 'dropped' ? word('entry-not-run') : this.#area.summary;
  }

  output(output: CellOutput): void {
    this.#area.add(output);
  }

  async ask(prompt: string, isPassword: boolean, signal: AbortSignal): Promise<string> {
    const answer = await askInPage(this.element, prompt, isPassword, signal);
    // What was asked and answered stays, as in a terminal.
    const text = `${prompt}${isPassword ? '' : answer}\n`;
    this.#area.add({ type: 'stream', bundle: { name: 'stdout', text } });
    this.#options.focusPrompt();
    return answer;
  }

  propose(code: string): void {
    this.#options.propose(code);
  }

  /** Its run has ended; resolves when all of it is on the page. */
  async end(end: RunEnd): Promise<void> {
    await this.#area.settled();
    if (end.status !== 'aborted') {
      this.stage = 'through';
    } else {
      this.stage = this.#stage === 'running' ? 'stopped' : 'dropped';
    }
    this.ended.resolve(end);
  }

  /** Stand before another. */
  precede(other: Entry): void {
    other.element.before(this.element);
    other.#place.before(this.#place);
  }

  remove(): void {
    this.#area.dispose();
    this.#place.remove();
    this.element.remove();
  }

  readonly #options: EntryOptions;
  readonly #place = document.createElement('div');
  readonly #area: OutputArea;
  readonly #note = document.createElement('span');
  #stage: EntryStage = 'waiting';
}

/** What stands before what is entered. */
export function promptSign(): HTMLElement {
  const sign = document.createElement('span');
  sign.className = 'sign';
  sign.part.add('sign');
  sign.ariaHidden = 'true';
  sign.textContent = '>>>';
  return sign;
}
