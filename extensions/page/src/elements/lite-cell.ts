import type { CellOutput } from '@lite-build/messages';
import type { Started } from '../kernel/run-order.ts';
import type { RunEnd } from '../kernel/session.ts';
import type { OutputArea, RenderWidget, SavedOutput as Output } from '../outputs/index.ts';
import type { WidgetCell } from '../widgets/saved/saved-source.ts';
import type { SavedWidgets } from '../widgets/saved/saved-widgets.ts';
import { showWidgetIn } from '../widgets/show-widget.ts';
import { AuthorMistake } from './author-mistake.ts';
import { CodeView } from './code/code-view.ts';
import { codeOf } from './code/code.ts';
import { loadOutputs } from './late-outputs.ts';
import { LiteElement } from './lite-element.ts';
import { RunControls } from './run-controls.ts';
import { SavedOutput } from './saved-output.ts';
import { word } from '../words/words.ts';

/** How long outputs may take to be drawn before a run counts as over, in milliseconds. */
const DRAWING_MILLISECONDS = 2000;

/**
 * One cell with its output.
 *
 * Its code stands in a child script of the type `text/x-python`, in the file that `src` names, or in a child with
 * `slot="code"`, which is shown as it is until it is edited. What else is in it is its saved output, which stays until
 * the cell has run.
 *
 * @attr {address} src the file that has the code, relative to the page
 * @attr {flag} readonly the code cannot be changed
 * @attr {flag} autorun it runs by itself once it is nearly in sight
 * @attr {flag} hidden-code the code is not shown
 * @attr {flag} folded-code the code is shown once the reader opens it
 * @attr {flag} hidden-output the output is not shown
 * @attr {flag} folded-output the output is shown once the reader opens it
 * @attr {flag} hidden-controls the button and what is said beside it are not shown
 * @attr {flag} raises-exception an error is expected, and stops nothing behind it
 * @attr {flag} in-order it runs before the cells below it, once one of them does
 * @attr {flag} only-asked it does not run for what the reader does to its saved widgets
 * @fires lite-run a run has ended; `detail` says how: its `status` is `ok`, `error` or `aborted`
 */
export class LiteCell extends LiteElement implements WidgetCell {
  /** @internal */
  readonly element = this;

  /** The code as it stands. */
  get code(): string {
    return this.#view?.code ?? '';
  }

  set code(code: string) {
    if (this.#view !== null) {
      this.#view.code = code;
    }
  }

  /**
   * The code, where a reader has changed it; else null.
   *
   * @internal
   */
  get typed(): string | null {
    return this.#published === null || this.code === this.#published ? null : this.code;
  }

  /**
   * Called when a run is about to be queued: what it queues is run before.
   *
   * @internal
   */
  beforeRun: (() => void) | null = null;

  /** @internal */
  get isAutomatic(): boolean {
    return this.hasAttribute('autorun');
  }

  /** @internal */
  get isInOrder(): boolean {
    return this.hasAttribute('in-order');
  }

  /** @internal */
  get isOnlyAsked(): boolean {
    return this.hasAttribute('only-asked');
  }

  /** What it shows, as a notebook holds it. */
  get outputs(): OutputArea['outputs'] {
    return this.#area?.outputs ?? [];
  }

  /**
   * Run the code as it stands, once all before it is through.
   *
   * @returns how it has ended; what it has put out is on the page by then.
   * @throws AuthorMistake if it has no code.
   */
  async run(): Promise<RunEnd> {
    const { ended } = await this.python.order.run(this);
    return await ended;
  }

  /**
   * Show outputs that it was saved with, until it has run.
   *
   * @param isTrusted whether what they hold may act in the page.
   * @param widgets those among them, where they may.
   * @internal
   */
  async showSaved(
    outputs: readonly Output[],
    isTrusted: boolean,
    widgets: SavedWidgets | null = null,
  ): Promise<void> {
    if (outputs.length > 0) {
      await this.#saved?.restore(outputs, isTrusted, widgets);
    }
  }

  /**
   * Have it be run, as the order of the page's runs has it.
   *
   * @internal
   */
  async start(): Promise<Started> {
    this.#runs += 1;
    const run = this.#runs;
    this.#controls?.begin();
    try {
      await Promise.all([this.#loaded, this.#prepareOutputs(), this.#saved?.prepare()]);
    } catch (error) {
      this.#controls?.end({ status: 'aborted' }, '');
      if (!(error instanceof AuthorMistake) && this.#life?.aborted === false) {
        this.complain(error);
      }
      throw error;
    }
    return { ended: this.#execute(run) };
  }

  async #execute(run: number): Promise<RunEnd> {
    const { session } = this.python;
    this.beforeRun?.();
    const mayFail = this.hasAttribute('raises-exception');
    const began = (): void => {
      // What an earlier run has begun shows nothing more.
      session.forget(this);
      this.#area?.beginRun();
    };
    const end = await session.run(this.code, this, {
      mayFail,
      signal: this.#life,
      began,
      namespace: this.namespace,
    });
    const area = this.#area;
    if (end.status !== 'aborted') {
      area?.endRun();
      this.#saved?.endRun();
    }
    // A widget may wait for its model, a script of an output for its host: the run is over all the same.
    await Promise.race([
      area?.settled(),
      new Promise((resolve) => setTimeout(resolve, DRAWING_MILLISECONDS)),
    ]);
    if (run === this.#runs) {
      this.#controls?.end(end, area?.summary ?? '');
    }
    this.dispatchEvent(new CustomEvent('lite-run', { bubbles: true, composed: true, detail: end }));
    return end;
  }

  /** @internal */
  output(output: CellOutput): void {
    this.#area?.add(output);
    if (this.#place !== null) {
      this.#saved?.giveWay(this.#place);
    }
  }

  /** @internal */
  async ask(prompt: string, isPassword: boolean, signal: AbortSignal): Promise<string> {
    const { askInPage } = await import('./ask.ts');
    return await askInPage(this.root, prompt, isPassword, signal);
  }

  protected override begin(signal: AbortSignal): void {
    const { order, session } = this.python;
    const isReadOnly = this.hasAttribute('readonly');
    const view = new CodeView({ isReadOnly, host: this, session, namespace: this.namespace, signal });
    const nodes = [...this.childNodes].filter((node) => !isCode(node));
    const saved = new SavedOutput(this, nodes, signal);
    const place = document.createElement('div');
    // What takes the place of saved outputs stands where they stood.
    this.append(place, saved.element);
    this.#saved = saved;
    const controls = new RunControls(session, signal, {
      run: () => {
        this.#runAsAsked();
      },
    });
    this.#life = signal;
    this.#view = view;
    this.#place = place;
    this.#controls = controls;
    view.onRun = () => {
      this.#runAsAsked();
    };
    view.element.hidden = this.hasAttribute('hidden-code');
    const slot = document.createElement('slot');
    slot.part.add('output');
    slot.hidden = this.hasAttribute('hidden-output');
    this.root.append(
      this.hasAttribute('folded-code') ? folded(view.element, word('code')) : view.element,
      controls.element,
      this.hasAttribute('folded-output') ? folded(slot, word('output')) : slot,
    );
    signal.addEventListener('abort', () => {
      session.forget(this);
      this.#area?.dispose();
      this.#place = null;
      place.remove();
      this.#saved = null;
      this.root.replaceChildren();
      this.#view = null;
      this.#published = null;
      this.#area = null;
      this.#controls = null;
    });
    const loaded = codeOf(this, signal).then((code) => {
      view.code = code;
      this.#published = view.code;
    });
    loaded.catch((error: unknown) => {
      if (!signal.aborted) {
        this.complain(error);
      }
    });
    this.#loaded = loaded;
    order.add(this, signal);
    const when = this.isAutomatic ? 'visible' : 'interaction';
    const act = (): void => {
      if (!this.isAutomatic) {
        session.want();
        // Whoever runs it is told where they cannot be had.
        loadOutputs().catch(() => undefined);
      } else if (!order.hasStarted(this)) {
        this.#runAsAsked();
      }
    };
    // What has no buttons and waits for its reader is run by something else.
    const hasButton = !this.hasAttribute('hidden-controls') || this.when(when) === 'interaction';
    this.onceWanted(when, signal, act, hasButton);
  }

  /** What goes wrong has been told where it did. */
  #runAsAsked(): void {
    this.run().catch(() => undefined);
  }

  /** @throws Error if what shows outputs cannot be fetched. */
  async #prepareOutputs(): Promise<void> {
    const { OutputArea } = await loadOutputs();
    if (this.#area === null && this.#place !== null) {
      this.#area = new OutputArea(this.#place, {
        kernel: this.python,
        renderWidget: this.#renderWidget,
      });
    }
  }

  /** A widget that was saved, and is there, goes on where the cell shows it anew. */
  readonly #renderWidget: RenderWidget = (modelId, element, signal) =>
    this.#saved?.move(modelId, element, signal) === true
      ? undefined
      : showWidgetIn(this.python)(modelId, element, signal);

  /** Aborted when it is not on the page any more: what it has started ends. */
  #life: AbortSignal | null = null;
  #saved: SavedOutput | null = null;
  /** How many runs were asked for. The controls tell of the last. */
  #runs = 0;
  #loaded: Promise<void> = Promise.resolve();
  #view: CodeView | null = null;
  /** The code as the page has it; null until it is there. */
  #published: string | null = null;
  /** Where outputs are shown, once there are some. */
  #place: HTMLElement | null = null;
  #area: OutputArea | null = null;
  #controls: RunControls | null = null;
}

function isCode(node: Node): boolean {
  return node instanceof HTMLScriptElement || (node instanceof Element && node.slot === 'code');
}

/** Shows something once the reader opens it. */
function folded(content: HTMLElement, name: string): HTMLDetailsElement {
  const details = document.createElement('details');
  details.part.add('fold');
  const summary = document.createElement('summary');
  summary.textContent = name;
  details.append(summary, content);
  return details;
}
