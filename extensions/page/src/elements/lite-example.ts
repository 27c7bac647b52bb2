import type { CellSink, RunEnd } from '../kernel/session.ts';
import { AuthorMistake } from './author-mistake.ts';
import { dedented } from './code/code.ts';
import type { LiteCell } from './lite-cell.ts';
import { LiteElement } from './lite-element.ts';
import { RunControls } from './run-controls.ts';
import { word } from '../words/words.ts';

/** Nobody sees what a setup puts out. */
const NOWHERE: CellSink = { output: () => undefined, ask: async () => Promise.resolve('') };

/**
 * An example: text and cells, with one button that runs them all.
 *
 * What stands in the tags is shown as it is; the cells in it are run one after the other. A child script or template
 * with `data-part="setup"` is run before the first of them, and is not shown. Cells in it that have `hidden-controls`
 * show them once one has run.
 *
 * @attr {text} label the words of the button
 * @fires lite-run a run of one of its cells has ended; `detail` says how, as of a `<lite-cell>`
 */
export class LiteExample extends LiteElement {
  /**
   * Run all of its cells.
   *
   * @returns how it has ended: as the first cell that has not ended well.
   */
  async run(): Promise<RunEnd> {
    const cells = this.#cells;
    this.#controls?.begin();
    let end: RunEnd = { status: 'aborted' };
    try {
      await Promise.all(cells.map(({ begun }) => begun));
      const ends = await Promise.all(cells.map((cell) => cell.run()));
      const failed = ends.find(
        ({ status }, index) => status !== 'ok' && cells[index]?.hasAttribute('raises-exception') !== true,
      );
      end = failed ?? { status: 'ok', count: null };
    } finally {
      this.#controls?.end(end, word(end.status === 'ok' ? 'example-run' : 'example-failed'));
    }
    return end;
  }

  protected override begin(signal: AbortSignal): void {
    const { session } = this.python;
    const controls = new RunControls(session, signal, {
      label: this.getAttribute('label') ?? word('run-example'),
      run: () => {
        // What goes wrong is told by the cell.
        this.run().catch(() => undefined);
      },
    });
    controls.element.classList.add('of-example');
    this.#controls = controls;
    this.root.append(controls.element, document.createElement('slot'));
    const part = this.querySelector(':scope > [data-part="setup"]');
    if (part !== null) {
      const { textContent } = part instanceof HTMLTemplateElement ? part.content : part;
      const setup = dedented(textContent);
      for (const cell of this.#cells) {
        cell.beforeRun = () => {
          void this.#setUp(setup, signal);
        };
      }
    }
    const reveal = (): void => {
      for (const cell of this.#cells) {
        cell.removeAttribute('hidden-controls');
      }
    };
    this.addEventListener('lite-run', reveal, { signal });
    this.onceWanted('interaction', signal, () => {
      session.want();
    });
    signal.addEventListener('abort', () => {
      for (const cell of this.#cells) {
        cell.beforeRun = null;
      }
      this.root.replaceChildren();
      this.#controls = null;
      this.#setUpIn = null;
    });
  }

  get #cells(): readonly LiteCell[] {
    // An example that is on no page yet may hold cells that are none yet.
    customElements.upgrade(this);
    return [...this.querySelectorAll<LiteCell>('lite-cell')];
  }

  /** Run the setup, unless it has run in this Python; where it fails, what waits behind it is not run. */
  async #setUp(code: string, signal: AbortSignal): Promise<void> {
    const { session } = this.python;
    const { generation } = session;
    if (this.#setUpIn === generation) {
      return;
    }
    this.#setUpIn = generation;
    const end = await session.run(code, NOWHERE, { isSilent: true, signal, namespace: this.namespace });
    if (end.status === 'ok') {
      return;
    }
    if (this.#setUpIn === generation) {
      this.#setUpIn = null;
    }
    if (end.status === 'error') {
      const reason = end.message === '' ? end.name : `${end.name}: ${end.message}`;
      this.complain(new AuthorMistake(`Its setup has failed. ${reason}.`, 'Look at data-part="setup".'));
    }
  }

  #controls: RunControls | null = null;
  /** The Python, by its generation, in which the setup has run. */
  #setUpIn: number | null = null;
}
