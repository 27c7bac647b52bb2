import type { OrderedCell, Started } from '../kernel/run-order.ts';
import type { RunEnd } from '../kernel/session.ts';
import type { NotebookView } from '../notebook/notebook-view.ts';
import { currentPage } from '../page.ts';
import { AuthorMistake } from './author-mistake.ts';
import { LiteElement } from './lite-element.ts';
import { RunControls } from './run-controls.ts';
import { kernelNameOf } from '../kernel/kernel-name.ts';
import { word } from '../words/words.ts';

/**
 * A notebook: its text, cells and saved outputs are there at once, and no Python is wanted for them.
 *
 * Its cells are run one by one, or all in their order. What is in the tags stands there until the notebook has come, or
 * where it cannot be had. Tags of cells mean what they mean in pages that a build has made
 * (`lite_build/notebooks/cell_tags.json`).
 *
 * @attr {address} src the notebook, relative to the page
 * @attr {flag} app text, outputs and widgets alone are shown; it runs by itself once it is nearly in sight
 * @attr {flag} readonly the code cannot be changed
 * @fires lite-run a run of one of its cells has ended; `detail` says how, as of a `<lite-cell>`
 */
export class LiteNotebook extends LiteElement implements OrderedCell {
  /** @internal */
  readonly element = this;

  /**
   * An app runs by itself where the site vouches for it.
   *
   * @internal
   */
  get isAutomatic(): boolean {
    const url = URL.parse(this.getAttribute('src') ?? '', document.baseURI);
    return this.hasAttribute('app') && (url === null || isVouchedFor(url));
  }

  /**
   * Run all cells in their order, up to the first that fails.
   *
   * @returns how the last that was run has ended.
   * @throws AuthorMistake if there is no such notebook.
   */
  async run(): Promise<RunEnd> {
    const { ended } = await this.python.order.run(this);
    return await ended;
  }

  /**
   * Have all be run, as the order of the page's runs has it.
   *
   * @internal
   */
  async start(): Promise<Started> {
    this.#controls?.begin();
    try {
      const { cells } = await this.#shown;
      const ends: Promise<RunEnd>[] = [];
      for (const cell of cells) {
        ends.push((await this.python.order.startPart(cell)).ended);
      }
      return { ended: this.#end(ends) };
    } catch (error) {
      this.#controls?.end({ status: 'aborted' }, '');
      throw error;
    }
  }

  async #end(ends: readonly Promise<RunEnd>[]): Promise<RunEnd> {
    const { cells } = await this.#shown;
    const ended = await Promise.all(ends);
    const failed = ended.findIndex(
      ({ status }, index) => status !== 'ok' && cells[index]?.hasAttribute('raises-exception') !== true,
    );
    const end = ended[failed] ?? { status: 'ok', count: null };
    const summary =
      failed < 0 ? word('all-cells-run') : word('cell-failed', { number: failed + 1, count: ended.length });
    this.#controls?.end(end, summary);
    return end;
  }

  protected override begin(signal: AbortSignal): void {
    const { order, session } = this.python;
    const isApp = this.hasAttribute('app');
    const controls = new RunControls(session, signal, {
      label: word('run-all'),
      run: () => {
        this.#runAsAsked();
      },
    });
    const restart = document.createElement('button');
    restart.type = 'button';
    restart.part.add('restart');
    restart.textContent = word('restart-python');
    restart.hidden = isApp;
    restart.addEventListener('click', () => {
      session.restart();
    });
    controls.element.append(restart);
    const before = document.createElement('slot');
    const content = document.createElement('slot');
    content.name = 'notebook';
    this.root.append(controls.element, before, content);
    const place = document.createElement('div');
    place.slot = content.name;
    this.append(place);
    this.#controls = controls;
    signal.addEventListener('abort', () => {
      place.remove();
      this.root.replaceChildren();
      this.#controls = null;
    });
    const shown = this.#show(place, signal);
    shown.then(
      () => {
        before.hidden = true;
      },
      (error: unknown) => {
        if (!signal.aborted) {
          controls.element.hidden = true;
          this.complain(error);
        }
      },
    );
    this.#shown = shown;
    order.add(this, signal);
    const isAutomatic = this.isAutomatic;
    const act = (): void => {
      if (!isAutomatic) {
        session.want();
      } else if (!order.hasStarted(this)) {
        this.#runAsAsked();
      }
    };
    this.onceWanted(isAutomatic ? 'visible' : 'interaction', signal, act, !isApp);
  }

  async #show(place: HTMLElement, signal: AbortSignal): Promise<NotebookView> {
    const source = this.getAttribute('src');
    if (source === null) {
      throw new AuthorMistake('It names no notebook.', 'Name one: src="notebook.ipynb".');
    }
    const [{ fetchNotebook }, { NotebookView: View }] = await Promise.all([
      import('../notebook/notebook-file.ts'),
      import('../notebook/notebook-view.ts'),
    ]);
    const notebook = await fetchNotebook(source, signal);
    signal.throwIfAborted();
    const view = new View(
      place,
      notebook,
      {
        isApp: this.hasAttribute('app'),
        isReadOnly: this.hasAttribute('readonly'),
        kernel: kernelNameOf(this),
        isTrusted: isVouchedFor(notebook.url),
        whole: this,
        path: pathInSite(notebook.url),
      },
      signal,
    );
    await view.ready;
    return view;
  }

  /** What goes wrong has been told where it did. */
  #runAsAsked(): void {
    this.run().catch(() => undefined);
  }

  #shown: Promise<Pick<NotebookView, 'cells'>> = Promise.resolve({ cells: [] });
  #controls: RunControls | null = null;
}

/** A notebook's path in the site's contents, by which JupyterLab opens it; null where it is none of the site's. */
function pathInSite({ origin, pathname }: URL): string | null {
  const contents = `${currentPage().baseUrl}files/`;
  const address = origin + pathname;
  return address.startsWith(contents) ? decodeURIComponent(address.slice(contents.length)) : null;
}

/** Whether what a notebook holds is the site's, or the page's own: what comes from elsewhere is not trusted to act. */
function isVouchedFor({ href, origin, protocol }: URL): boolean {
  return (
    protocol.startsWith('http') && (origin === location.origin || href.startsWith(currentPage().baseUrl))
  );
}
