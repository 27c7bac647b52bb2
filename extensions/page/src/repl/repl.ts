import { CodeView } from '../elements/code/code-view.ts';
import { RunControls } from '../elements/run-controls.ts';
import type { OrderedCell, Started } from '../kernel/run-order.ts';
import type { RunEnd } from '../kernel/session.ts';
import { adoptStyles } from '../outputs/adopt-styles.ts';
import type { PagePython } from '../page.ts';
import { showWidgetIn } from '../widgets/show-widget.ts';
import { Entry, promptSign } from './entry.ts';
import { History } from './history.ts';
import { PromptKeys } from './prompt-keys.ts';
import replStyles from './repl.css' with { type: 'text' };
import { Terminal } from './terminal.ts';
import { word } from '../words/later-words.ts';

export { History };

const having = new WeakSet<Document | ShadowRoot>();

export interface ReplOptions {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Shows what the page has in the element. */
  readonly greeting: HTMLElement;
  readonly python: PagePython;
  readonly history: History;
  /** Code that runs before the first entry of each Python. */
  readonly setup: Promise<string> | null;
  readonly isAutomatic: boolean;
  readonly isSetupHidden: boolean;
  readonly banner: string | null;
  /** Tell the page's author what is wrong. */
  readonly complain: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** A prompt on a page: entries, each with its outputs, and what is typed next. */
export class Repl implements OrderedCell {
  readonly element: HTMLElement;
  readonly isAutomatic: boolean;

  constructor(options: ReplOptions) {
    const { host, root, greeting, python, isAutomatic, setup, signal } = options;
    const { session, order } = python;
    this.#options = options;
    this.element = host;
    this.isAutomatic = isAutomatic;
    adoptStyles(greeting, replStyles, having);
    this.#view = new CodeView({
      isReadOnly: false,
      session,
      signal,
      label: word('python-prompt'),
      keys: word('prompt-keys'),
    });
    this.#controls = new RunControls(session, signal, {
      run: () => {
        this.#enterTyped();
        this.#view.field?.focus();
      },
    });
    const prompt = document.createElement('div');
    prompt.className = 'prompt';
    prompt.part.add('prompt');
    prompt.append(promptSign(), this.#view.element);
    this.#terminal = new Terminal([greeting, this.#banner, this.#list, prompt], this.#view, signal);
    this.#log.className = 'announcement';
    this.#log.role = 'log';
    this.#controls.element.append(
      this.#button(word('clear'), () => {
        this.clear();
      }),
      this.#button(word('restart-python'), () => {
        session.restart();
      }),
    );
    root.append(this.#terminal.element, this.#controls.element, this.#log);
    const keys = new PromptKeys({
      view: this.#view,
      session,
      history: options.history,
      isRunning: () => this.#openEntries.length > 0,
      enter: () => {
        this.#enterTyped();
      },
      interrupt: () => {
        session.interrupt();
      },
      clear: () => {
        this.clear();
      },
      scroll: (pages) => {
        this.#terminal.scroll(pages);
      },
    });
    this.#view.onKey = (event) => keys.handle(event);
    this.#terminal.element.addEventListener('keydown', (event) => {
      keys.handleElsewhere(event);
    });
    setup?.catch(options.complain);
    order.add(this, signal);
    let { generation } = session;
    session.addEventListener(
      'state',
      () => {
        if (generation !== session.generation) {
          ({ generation } = session);
          this.#beginAnew();
        }
        this.#show();
      },
      { signal },
    );
    signal.addEventListener('abort', () => {
      for (const entry of this.#entries) {
        session.forget(entry);
        entry.remove();
      }
    });
    this.#show();
  }

  /** Python is wanted: by the reader, or since the prompt is seen. */
  want(): void {
    if (this.isAutomatic && this.#options.setup !== null) {
      this.#order();
    } else {
      this.#options.python.session.want();
    }
  }

  /**
   * Enter some code.
   *
   * @returns how its run has ended.
   */
  async enter(code: string): Promise<RunEnd> {
    this.#options.history.add(code);
    const entry = this.#add(code, false);
    this.#pending.push(entry);
    this.#terminal.stick();
    this.#show();
    if (this.#needsSetup && this.#options.setup !== null) {
      this.#order();
    }
    this.#order();
    return await entry.ended.promise;
  }

  /** Take away what was entered and put out, but for what still runs. */
  clear(): void {
    for (const entry of this.#entries.filter(({ isOpen }) => !isOpen)) {
      this.#options.python.session.forget(entry);
      entry.remove();
      this.#entries.splice(this.#entries.indexOf(entry), 1);
    }
    for (const note of this.#list.querySelectorAll('.restarted')) {
      note.remove();
    }
    this.#options.greeting.hidden = true;
    this.#isCleared = true;
    this.#show();
  }

  /** Have the next entry be run, as the order of the page's runs has it: its own code first in each Python. */
  async start(): Promise<Started> {
    const { setup } = this.#options;
    if (this.#needsSetup && setup !== null) {
      this.#needsSetup = false;
      const code = await setup;
      const entry = this.#add(code, this.#options.isSetupHidden);
      const [next] = this.#pending;
      if (next !== undefined) {
        entry.precede(next);
      }
      return { ended: this.#execute(entry) };
    }
    const entry = this.#pending.shift();
    return { ended: entry === undefined ? Promise.resolve({ status: 'aborted' }) : this.#execute(entry) };
  }

  /** Python is another: nothing of what was entered is in it. */
  #beginAnew(): void {
    this.#needsSetup = true;
    if (this.#list.lastElementChild?.classList.contains('entry') === true) {
      const note = document.createElement('p');
      note.className = 'banner restarted';
      note.textContent = word('prompt-anew');
      this.#list.append(note);
    }
  }

  #order(): void {
    // What goes wrong has been told where it did.
    this.#options.python.order.run(this).catch(() => undefined);
  }

  async #execute(entry: Entry): Promise<RunEnd> {
    const { host, python, signal } = this.#options;
    const end = await python.session.run(entry.code, entry, { signal });
    await entry.end(end);
    this.#show();
    this.#announce(entry.summary);
    host.dispatchEvent(new CustomEvent('lite-run', { bubbles: true, composed: true, detail: end }));
    return end;
  }

  #enterTyped(): void {
    const code = this.#view.code.trimEnd();
    if (code.trim() !== '') {
      this.#view.code = '';
      void this.enter(code);
    }
  }

  #add(code: string, isHidden: boolean): Entry {
    const { host, python } = this.#options;
    this.#count += 1;
    const entry = new Entry({
      code,
      isHidden,
      host,
      slot: `entry-${this.#count}`,
      renderWidget: showWidgetIn(python),
      focusPrompt: () => {
        this.#view.field?.focus();
      },
      propose: (proposed) => {
        this.#view.code = proposed;
      },
    });
    this.#entries.push(entry);
    this.#list.append(entry.element);
    return entry;
  }

  get #openEntries(): readonly Entry[] {
    return this.#entries.filter(({ isOpen }) => isOpen);
  }

  /** Which entry runs, and which wait; one that Python is not there for waits too. */
  #show(): void {
    const { session } = this.#options.python;
    const open = this.#openEntries;
    const [first] = open;
    if (first?.stage === 'waiting' && session.state.stage === 'ready') {
      first.stage = 'running';
    }
    const isRunning = open.length > 0;
    if (isRunning !== this.#isShownRunning) {
      this.#isShownRunning = isRunning;
      if (isRunning) {
        this.#controls.begin();
      } else {
        this.#controls.end({ status: 'ok', count: null }, '');
      }
    }
    const { banner } = this.#options;
    this.#banner.textContent = banner === '' ? greetingOf(session.pythonVersion) : banner;
    this.#banner.hidden = this.#isCleared || this.#banner.textContent === '';
  }

  /** Once for each entry: what there is to see of it, to those who listen. */
  #announce(summary: string): void {
    const told = document.createElement('p');
    told.textContent = summary;
    this.#log.replaceChildren(told);
  }

  #button(label: string, act: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.part.add('action');
    button.textContent = label;
    button.addEventListener('click', act);
    return button;
  }

  readonly #options: ReplOptions;
  readonly #view: CodeView;
  readonly #controls: RunControls;
  readonly #terminal: Terminal;
  readonly #banner = Object.assign(document.createElement('p'), { className: 'banner' });
  readonly #list = document.createElement('div');
  readonly #log = document.createElement('div');
  readonly #entries: Entry[] = [];
  /** Those that wait for the order of the page's runs. */
  readonly #pending: Entry[] = [];
  #needsSetup = true;
  #isCleared = false;
  #isShownRunning = false;
  #count = 0;
}

function greetingOf(version: string): string {
  return version === '' ? '' : word('prompt-greeting', { version });
}
