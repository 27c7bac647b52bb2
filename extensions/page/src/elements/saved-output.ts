import type { MimeBundle, OutputArea, RenderWidget, SavedOutput as Output } from '../outputs/index.ts';
import type { SavedView } from '../widgets/saved/saved-view.ts';
import type { WidgetCell } from '../widgets/saved/saved-source.ts';
import type { SavedWidgets } from '../widgets/saved/saved-widgets.ts';
import { loadOutputs } from './late-outputs.ts';
import { stateScriptOf } from './saved-views.ts';
import { wanted } from './when.ts';
import { kernelNameOf } from '../kernel/kernel-name.ts';
import { word } from '../words/words.ts';

/** Of what a build leaves to the page to draw. */
const DRAWN_LATE = 'lite-drawn-late';

/**
 * What a cell was saved with: what stands in its tags, or what its notebook holds. It stays until the cell has run.
 * Its widgets are there with no Python, and go on where the cell has made them anew.
 */
export class SavedOutput {
  readonly element = document.createElement('div');

  /**
   * @param nodes what stands in the cell's tags.
   * @param signal ends it.
   */
  constructor(cell: WidgetCell & HTMLElement, nodes: readonly Node[], signal: AbortSignal) {
    this.#cell = cell;
    this.element.append(...nodes);
    const script = this.#script();
    if (script !== null && this.#placeholders().length > 0) {
      wanted(this.element, 'visible', signal, () => {
        this.#showWidgets(script).catch(tell);
      });
    }
    for (const place of this.element.querySelectorAll<HTMLElement>(`.${DRAWN_LATE}`)) {
      wanted(place, 'visible', signal, () => {
        this.#draw(place).catch(tell);
      });
    }
    signal.addEventListener('abort', () => {
      this.#leave();
    });
  }

  /** Draw a figure that the page holds as JSON. */
  async #draw(place: HTMLElement): Promise<void> {
    const { OutputArea } = await loadOutputs();
    const data = JSON.parse(place.querySelector('script')?.textContent ?? '{}') as MimeBundle;
    if (this.#isGone) {
      return;
    }
    const drawn = document.createElement('div');
    place.append(drawn);
    const area = new OutputArea(drawn);
    this.#areas.push(area);
    area.restore([{ output_type: 'display_data', data, metadata: {} }]);
  }

  /**
   * Show the outputs of a notebook.
   *
   * @param isTrusted whether what they hold may act in the page.
   * @param widgets those that the notebook was saved with, where they may.
   */
  async restore(outputs: readonly Output[], isTrusted: boolean, widgets: SavedWidgets | null): Promise<void> {
    const [{ CannotShow, OutputArea }, view] = await Promise.all([
      loadOutputs(),
      widgets === null ? null : import('../widgets/saved/saved-view.ts'),
    ]);
    if (this.#isGone) {
      return;
    }
    const renderWidget: RenderWidget = (id, element, signal) => {
      const savedId = widgets?.idOf(id);
      if (view === null || widgets === null || savedId === undefined) {
        throw new CannotShow(word('widget-after-run'));
      }
      const host = document.createElement('div');
      element.append(host);
      const shown = new view.SavedView(widgets, savedId, host, this.#cell);
      this.#views.add(shown);
      signal.addEventListener('abort', () => {
        if (!shown.isMoved) {
          shown.end();
        }
      });
      return undefined;
    };
    const place = document.createElement('div');
    this.element.append(place);
    const area = new OutputArea(place, { isTrusted, renderWidget });
    this.#areas.push(area);
    area.restore(outputs);
  }

  /** Have the page's saved widgets be there before a cell is run: what it makes is then known for one of them. */
  async prepare(): Promise<void> {
    const script = this.#isGone ? null : this.#script();
    if (script !== null) {
      // Where they cannot be had, the cell is run all the same.
      await this.#widgets(script).catch(tell);
    }
  }

  /** Have the view go on elsewhere that shows the widget which Python calls by an id; false where there is none. */
  move(modelId: string, element: HTMLElement, signal: AbortSignal): boolean {
    const view = [...this.#views].find((each) => each.moveTo(modelId, element, signal));
    if (view !== undefined) {
      this.#views.delete(view);
    }
    return view !== undefined;
  }

  /**
   * The cell that runs has put out something: what stands in the place of that goes.
   *
   * @param area holds all that it has put out by now.
   */
  giveWay(area: Element): void {
    if (this.#isGone) {
      return;
    }
    if (this.#views.size === 0) {
      this.#end();
      return;
    }
    const count = area.querySelectorAll(':scope > .lite-output').length;
    this.#remove(this.#outputs.slice(0, count));
  }

  /** The cell has run: only those widgets stay that know of something which Python does not. */
  endRun(): void {
    for (const view of this.#views) {
      if (!view.isHolding) {
        view.end();
        this.#views.delete(view);
      }
    }
    if (this.#views.size === 0) {
      this.#end();
      return;
    }
    this.#remove(this.#outputs);
  }

  /** Those of the cell, and not what is drawn within one of them. */
  get #outputs(): Element[] {
    return [...this.element.querySelectorAll('.lite-output')].filter(
      (output) => output.parentElement?.closest('.lite-output') === null,
    );
  }

  /** Take outputs away, but for views that may go on. */
  #remove(outputs: readonly Element[]): void {
    for (const output of outputs) {
      if (![...this.#views].some(({ host }) => output.contains(host))) {
        output.remove();
      }
    }
  }

  /** The cell has run, and nothing of it is left. */
  #end(): void {
    this.#leave();
    this.element.remove();
  }

  /** The cell is not on the page any more; it may come back as it was. */
  #leave(): void {
    this.#isGone = true;
    for (const view of this.#views) {
      view.leave();
    }
    this.#views.clear();
    for (const area of this.#areas.splice(0)) {
      area.dispose();
    }
  }

  async #widgets(script: Element): Promise<SavedWidgets> {
    const { widgetsOfPage } = await import('../widgets/saved/page-state.ts');
    return await widgetsOfPage(script, kernelNameOf(this.#cell));
  }

  #script(): Element | null {
    return stateScriptOf(this.#cell);
  }

  #placeholders(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[data-model-id]')];
  }

  async #showWidgets(script: Element): Promise<void> {
    const [widgets, { SavedView: View }] = await Promise.all([
      this.#widgets(script),
      import('../widgets/saved/saved-view.ts'),
    ]);
    if (this.#isGone) {
      return;
    }
    for (const place of this.#placeholders()) {
      const id = widgets.idOf(place.dataset['modelId'] ?? '');
      if (id !== undefined) {
        this.#views.add(new View(widgets, id, place, this.#cell));
      }
    }
  }

  readonly #cell: WidgetCell & HTMLElement;
  /** Those that have not moved. */
  readonly #views = new Set<SavedView>();
  readonly #areas: OutputArea[] = [];
  #isGone = false;
}

/** What stands there without them can be read, and the cell can be run. */
function tell(error: unknown): void {
  console.error('The saved widgets of this page could not be had.', error);
}
