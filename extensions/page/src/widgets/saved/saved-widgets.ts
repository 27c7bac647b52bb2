import { type CommModel, NoPythonError } from '@lite-build/afm';
import { canWait, HoldingChannel, HoldingComm, type SavedModels, treeOf } from '@lite-build/afm/saved';
import type { CellSink } from '../../kernel/session.ts';
import type { PagePython } from '../../page.ts';
import type { SessionModels } from '../models.ts';
import type { PythonMessage } from '../python-message.ts';
import { openingOf } from './opening.ts';
import { ReaderActs } from './reader-acts.ts';
import { SavedPlaces } from './saved-places.ts';
import { type SavedSource, type WidgetCell, withOwnIds } from './saved-source.ts';

/** The end of a model that has no Python yet. */
type Holding = HoldingChannel | HoldingComm;

/**
 * Widgets that a page or a notebook was saved with. They are there with no Python. What a reader changes waits; Python
 * is started, the cells are run that make the widget, once and in their order, what Python makes is joined to what is
 * there, and then Python is told what was changed.
 *
 * Says `change` when a view may have something else to say.
 */
export class SavedWidgets extends EventTarget {
  /** The models as if Python had opened a comm for each. */
  readonly openings: readonly PythonMessage[];
  readonly models: SavedModels;

  /**
   * @param signal ends those that Python has not made anew.
   */
  constructor(source: SavedSource, python: PagePython, sessionModels: SessionModels, signal: AbortSignal) {
    super();
    const { models, cells, ids } = withOwnIds(source, (id) => sessionModels.has(id));
    const opened = [...models].map(([id, model]) => ({ id, model, opening: openingOf(id, model) }));
    this.openings = opened.map(({ opening }) => opening);
    this.models = new Map(
      opened.map(({ id, model, opening }) => [id, { ...model, state: opening.data.state ?? model.state }]),
    );
    this.#ids = ids;
    this.#source = { ...source, models: this.models, cells };
    this.#python = python;
    this.#sessionModels = sessionModels;
    this.#places = new SavedPlaces(this.#source, (messageId) => python.session.router.sinkOf(messageId));
    sessionModels.restore(this);
    const settle = (): void => {
      this.#settle();
    };
    python.session.addEventListener('idle', settle, { signal });
    python.session.addEventListener('state', settle, { signal });
    python.order.addEventListener('end', settle, { signal });
    python.session.addEventListener(
      'run',
      (event) => {
        this.#noteRun((event as CustomEvent<CellSink>).detail);
      },
      { signal },
    );
    signal.addEventListener('abort', () => {
      sessionModels.forget(this);
    });
  }

  /** The id here of a model that was saved under another; undefined where it was not saved. */
  idOf(savedId: string): string | undefined {
    return this.#ids.get(savedId);
  }

  /** The channel of a saved AFM model. */
  channelOf(id: string, model: () => CommModel | undefined): HoldingChannel {
    const change = (): void => {
      this.#change(id);
    };
    const holding = new HoldingChannel(change, (data) => {
      const asking = model();
      if (
        data.method === 'custom' &&
        asking !== undefined &&
        !this.#acts.isActing &&
        !canWait(data.content)
      ) {
        throw new NoPythonError(asking, data.content);
      }
    });
    this.#holdings.set(id, holding);
    return holding;
  }

  /** The comm of a saved model of ipywidgets'. */
  commOf(id: string): HoldingComm {
    const holding = new HoldingComm(id, () => {
      this.#change(id);
    });
    this.#holdings.set(id, holding);
    return holding;
  }

  /** Have all be at work that are shown nowhere: they may link those that are. */
  wakeHidden(): void {
    if (this.#isAwake) {
      return;
    }
    this.#isAwake = true;
    const shown = new Set(this.#source.cells.flatMap((_, index) => [...this.#shownBy(index)]));
    this.#sessionModels.wake([...this.models.keys()].filter((id) => !shown.has(id)));
  }

  /** Show a model in an element until the signal. */
  async show(id: string, element: HTMLElement, signal: AbortSignal): Promise<void> {
    this.wakeHidden();
    await this.#sessionModels.show(id, element, signal);
  }

  /**
   * The reader acts on a widget that a cell shows: what is changed by that wants Python.
   *
   * @param isPressing whether the act goes on until the next.
   */
  touch(cell: WidgetCell, isPressing: boolean): void {
    this.#acts.note(cell, isPressing);
    if (!this.#python.order.hasStarted(cell)) {
      // Another cell may have made the widget: this one is run before Python hears what is done here.
      const index = this.#source.hosts.indexOf(cell);
      for (const id of this.#shownBy(index)) {
        this.#holdings.get(id)?.hold();
      }
    }
  }

  /** Whether a widget that Python calls by an id is the one that was saved under another. */
  isNow(savedId: string, id: string): boolean {
    return this.#places.isNow(savedId, id);
  }

  /** Whether something that the reader did to a widget, or to one within it, waits for Python. */
  isHolding(id: string): boolean {
    return [...treeOf(id, this.models)].some((each) => this.#waits(each));
  }

  /** Whether cells wait or run that may make what was saved. */
  get isBusy(): boolean {
    const { order, session } = this.#python;
    return order.isStarting || session.pendingRuns > 0;
  }

  /** Whether a cell was run in the Python that is there. */
  hasRun(cell: WidgetCell): boolean {
    return !this.#isWithoutPython && this.#python.order.hasRun(cell);
  }

  /** The saved model that a widget is which Python has just opened; null where it is none. */
  takePlace(opening: PythonMessage): string | null {
    return this.#places.take(opening);
  }

  /** A cell shows a widget that it has made anew: if it is the last that was to run, Python may be told at once. */
  noteShown(cell: WidgetCell): void {
    this.#sessionModels.settle();
    const { order, session } = this.#python;
    const isLast =
      this.#followed.size === 0 ? order.isAsked(cell) : this.#followed.size === 1 && this.#followed.has(cell);
    if (isLast || (!order.isStarting && session.pendingRuns <= 1)) {
      this.#deliver();
    }
  }

  /** Python is not there any more: all are what they were before it, with what they show now. */
  leavePython(): void {
    this.#places.clear();
    for (const holding of this.#holdings.values()) {
      holding.disconnect();
    }
    this.dispatchEvent(new Event('change'));
  }

  #change(id: string): void {
    if (this.#acts.isActing) {
      this.#changed.add(id);
    }
    if (!this.#acts.isActing || this.#toRun().length === 0) {
      this.#settle();
    } else if (!this.#isFollowing) {
      this.#isFollowing = true;
      // What is changed at one time is followed once.
      queueMicrotask(() => {
        this.#isFollowing = false;
        this.#follow();
      });
    }
  }

  /** Have those cells be run that make what has changed, and all that they follow. */
  #follow(): void {
    const { order } = this.#python;
    const { before, whole } = this.#source;
    const cells = this.#toRun();
    for (const cell of cells) {
      this.#followed.add(cell);
    }
    if (whole?.isAutomatic === true && !order.hasStarted(whole)) {
      // The whole is before each of its cells: it runs them all, and none is run besides.
      order.run(whole).catch(() => {
        this.#followed.clear();
      });
      this.dispatchEvent(new Event('change'));
      return;
    }
    for (const cell of new Set(cells.flatMap((each) => [...before(each), each]))) {
      if (!order.hasStarted(cell) || order.hasFailed(cell)) {
        // What goes wrong is told where it does.
        cell.run().catch(() => {
          this.#followed.delete(cell);
        });
      }
    }
    this.dispatchEvent(new Event('change'));
  }

  /**
   * The cells that have to be run for what the reader has changed: the one that she has changed it in, and the first
   * that shows each of the models. Those that are run where she asks for it alone wait for that.
   */
  #toRun(): WidgetCell[] {
    const { order } = this.#python;
    const { cells, hosts, whole } = this.#source;
    const isUnderWay = whole !== null && order.hasStarted(whole) && !order.hasRun(whole);
    if (isUnderWay || this.#isWithoutPython) {
      return [];
    }
    const waiting = [...this.#changed].filter((id) => this.#waits(id));
    const first = waiting.map((id) => cells.findIndex((_, index) => this.#shownBy(index).has(id)));
    const wanted = new Set([...first.map((index) => hosts[index]), this.#acts.cell]);
    return hosts.filter(
      (host): host is WidgetCell =>
        host !== null &&
        host.isOnlyAsked !== true &&
        wanted.has(host) &&
        (!order.hasStarted(host) || this.#failsBefore(host)),
    );
  }

  /** Whether a cell, or one that it follows, has ended in an error: it is run once more for the next change. */
  #failsBefore(cell: WidgetCell): boolean {
    return [...this.#source.before(cell), cell].some((each) => this.#python.order.hasFailed(each));
  }

  /** The models that are in what a cell shows. */
  #shownBy(index: number): ReadonlySet<string> {
    const { cells } = this.#source;
    return new Set((cells[index]?.shows ?? []).flatMap((id) => [...treeOf(id, this.models)]));
  }

  /** Once all cells are through that were to be run, Python is told what was changed meanwhile. */
  #settle(): void {
    if (!this.isBusy) {
      this.#deliver();
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Those cells are through that were run for what has changed: what others have queued comes after it. */
  #noteRun(sink: CellSink): void {
    this.#sessionModels.settle();
    const cell = this.#source.hosts.find((host) => host !== null && host === sink);
    if (cell !== undefined && cell !== null) {
      const isFollowed = this.#followed.delete(cell);
      if (this.#followed.size === 0 && (isFollowed || this.#python.order.isAsked(cell))) {
        this.#deliver();
      }
    }
  }

  #deliver(): void {
    this.#followed.clear();
    for (const [id, holding] of this.#holdings) {
      if (holding.isConnected) {
        holding.deliver();
        this.#changed.delete(id);
      }
    }
  }

  /** Whether Python could not be started, or has ended: the cells say so, and the reader has it started once more. */
  get #isWithoutPython(): boolean {
    const { stage } = this.#python.session.state;
    return stage === 'failed' || stage === 'ended';
  }

  #waits(id: string): boolean {
    const holding = this.#holdings.get(id);
    return this.#changed.has(id) && holding?.isConnected === false && holding.isHolding;
  }

  readonly #ids: ReadonlyMap<string, string>;
  readonly #source: SavedSource;
  readonly #python: PagePython;
  readonly #sessionModels: SessionModels;
  readonly #holdings = new Map<string, Holding>();
  readonly #places: SavedPlaces;
  readonly #acts = new ReaderActs();
  /** The models that the reader has changed, by an act on one of the widgets. */
  readonly #changed = new Set<string>();
  /** The cells that are run for what the reader has changed, the last of each row. */
  readonly #followed = new Set<WidgetCell>();
  #isAwake = false;
  #isFollowing = false;
}
