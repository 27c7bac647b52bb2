import { wanted } from '../../elements/when.ts';
import { SAVED_VIEW } from '../../elements/saved-views.ts';
import type { WidgetCell } from './saved-source.ts';
import type { SavedWidgets } from './saved-widgets.ts';
import { word } from '../../words/later-words.ts';

/** What a reader does to a widget. */
const ACTS = [
  'pointerdown',
  'pointerup',
  'keydown',
  'keyup',
  'click',
  'input',
  'change',
  'drop',
  'paste',
  'wheel',
];
/** A view of a saved widget in the place of its cell's output, which goes on when the cell has made the widget anew. */
export class SavedView {
  /** What moves to where the cell shows the widget anew. */
  readonly host: HTMLElement;
  readonly id: string;

  /**
   * @param host holds what is seen until the view is there.
   */
  constructor(widgets: SavedWidgets, id: string, host: HTMLElement, cell: WidgetCell) {
    this.#widgets = widgets;
    this.#cell = cell;
    this.id = id;
    this.host = host;
    this.#before = [...host.childNodes];
    host.classList.add(SAVED_VIEW);
    this.#note.className = 'lite-widget-note';
    this.#note.role = 'status';
    this.#note.hidden = true;
    const { signal } = this.#ended;
    for (const act of ACTS) {
      host.addEventListener(
        act,
        () => {
          widgets.touch(cell, act === 'pointerdown');
        },
        { capture: true, passive: true, signal },
      );
    }
    // What is dragged may be let go elsewhere.
    host.addEventListener(
      'pointerdown',
      () => {
        const letGo = new AbortController();
        for (const end of ['pointerup', 'pointercancel']) {
          addEventListener(
            end,
            () => {
              letGo.abort();
              widgets.touch(cell, false);
            },
            { capture: true, signal: letGo.signal },
          );
        }
      },
      { capture: true, passive: true, signal },
    );
    widgets.addEventListener(
      'change',
      () => {
        this.#tell();
      },
      { signal },
    );
    wanted(host, 'visible', signal, () => {
      void this.#show();
    });
  }

  /** Whether what the reader did to it waits for Python. */
  get isHolding(): boolean {
    return this.#widgets.isHolding(this.id);
  }

  /**
   * Go on in another element, which is on the page, if it shows the same widget.
   *
   * @param modelId by Python's id.
   * @param signal ends the view there.
   * @returns whether it does.
   */
  moveTo(modelId: string, element: HTMLElement, signal: AbortSignal): boolean {
    if (!this.#isShown || this.#isMoved || !this.#widgets.isNow(this.id, modelId)) {
      return false;
    }
    this.#isMoved = true;
    moveWithFocus(this.host, element);
    signal.addEventListener('abort', () => {
      this.end();
    });
    this.#widgets.noteShown(this.#cell);
    return true;
  }

  get isMoved(): boolean {
    return this.#isMoved;
  }

  /** End the view. */
  end(): void {
    this.#ended.abort();
    this.host.remove();
  }

  /** End the view, and have there what was there before it. */
  leave(): void {
    this.#ended.abort();
    this.host.classList.remove(SAVED_VIEW);
    this.host.replaceChildren(...this.#before);
  }

  async #show(): Promise<void> {
    const { signal } = this.#ended;
    this.#isShown = true;
    try {
      await this.#widgets.show(this.id, this.host, signal);
    } catch (error) {
      if (!signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        console.error(error);
        this.#isShown = false;
        this.host.append(this.#note);
        this.#say(word('widget-not-shown', { reason }));
      }
      return;
    }
    for (const node of this.#before) {
      node.remove();
    }
    this.host.append(this.#note);
    this.#tell();
  }

  #tell(): void {
    if (!this.#isShown) {
      return;
    }
    const isLost = this.isHolding && !this.#widgets.isBusy;
    const reason = this.#cell.isOnlyAsked === true ? 'widget-asked' : 'widget-waits';
    this.#say(isLost ? word(this.#widgets.hasRun(this.#cell) ? 'widget-another' : reason) : '');
  }

  #say(text: string): void {
    if (this.#note.textContent !== text) {
      this.#note.textContent = text;
      this.#note.hidden = text === '';
    }
  }

  readonly #widgets: SavedWidgets;
  readonly #cell: WidgetCell;
  /** What the host held. */
  readonly #before: readonly ChildNode[];
  readonly #note = document.createElement('p');
  readonly #ended = new AbortController();
  #isShown = false;
  #isMoved = false;
}

/** A parent that moves a node with all its state, which not all browsers have. */
interface Moving {
  moveBefore?(node: Node, before: Node | null): void;
}

/** Move an element that is on the page, with the focus in it and how far it is scrolled. */
function moveWithFocus(moved: HTMLElement, target: HTMLElement): void {
  const parent = target as HTMLElement & Moving;
  if (parent.moveBefore !== undefined && moved.isConnected && target.isConnected) {
    parent.moveBefore(moved, null);
    return;
  }
  const focused = document.activeElement;
  const scrolled = [moved, ...moved.querySelectorAll('*')]
    .filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0)
    .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }));
  target.append(moved);
  for (const { element, top, left } of scrolled) {
    element.scrollTo({ top, left, behavior: 'instant' });
  }
  if (focused instanceof HTMLElement && moved.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}
