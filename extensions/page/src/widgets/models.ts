import type { Channel, Model } from '@lite-build/afm';
import type { CommOutput } from '@lite-build/messages';
import type { CommListener } from '../kernel/output-router.ts';
import type { CommSession } from '../kernel/session.ts';
import { AfmModels, createAfmView, isAfm } from './afm-models.ts';
import { anyOf } from './any-of.ts';
import type { OutputCaptures } from './captures.ts';
import { applyLayout } from './layout.ts';
import { OtherModels } from './other-models.ts';
import { type PythonMessage, readMessage } from './python-message.ts';
import { Arrivals } from './saved/arrivals.ts';
import type { SavedWidgets } from './saved/saved-widgets.ts';
import { WidgetPlace } from './widget-place.ts';
import { word } from '../words/later-words.ts';

/** By this target Python opens the comms of widgets (ipywidgets' widget messaging protocol, version 2). */
const WIDGET_TARGET = 'jupyter.widget';

/**
 * The widgets' models of one session: those with a module of their own are the AFM runtime's, all others are
 * ipywidgets'. Some were saved, and are there before Python makes them.
 */
export class SessionModels implements CommListener {
  constructor(session: CommSession, captures: OutputCaptures) {
    this.#session = session;
    const nameOf = (id: string): string => this.#names.get(id) ?? id;
    this.#others = new OtherModels({
      session,
      captures,
      nameOf,
      findModel: (id) => this.#afm.find(id),
      createView: createAfmView,
      renderWidget: (id, element, signal) => this.show(id, element, signal),
    });
    this.#afm = new AfmModels(this.#others.door, nameOf);
  }

  comm(output: CommOutput): void {
    const message = readMessage(output);
    if (message.type === 'comm_open') {
      this.#open(message);
    } else if (!this.#arrivals.take(message) && !this.#afm.take(message)) {
      this.#others.take(message);
    }
  }

  /** Have saved models be Python's at once, as far as it has made them anew. */
  settle(): void {
    this.#arrivals.settle();
  }

  /** Whether there is such a model, in Python or saved. */
  has(id: string): boolean {
    return this.#afm.has(id) || this.#others.has(id);
  }

  /** Have saved models be there with no Python, until Python makes them anew. */
  restore(saved: SavedWidgets): void {
    for (const opening of saved.openings) {
      const { id } = opening;
      if (isAfm(opening)) {
        this.#afm.restore(
          opening,
          saved.channelOf(id, () => this.#afm.find(id)),
        );
      } else {
        this.#others.restore(opening, saved.commOf(id));
      }
    }
    this.#saved.add(saved);
  }

  /** Have saved models be at work that are shown nowhere: they may do something all the same. */
  wake(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#afm.wake(id);
      this.#others.wake(id);
    }
  }

  /** Close the saved models that Python has not made anew: who brought them is not on the page any more. */
  forget(saved: SavedWidgets): void {
    this.#saved.delete(saved);
    for (const { id } of saved.openings) {
      this.#afm.forget(id);
      this.#others.forget(id);
    }
  }

  /** Python is another, or none: what is shown stays, and answers no more, but for what was saved. */
  reset(): void {
    this.#python.abort();
    this.#python = new AbortController();
    const shown = new Set([...this.#places].map(({ modelId }) => modelId));
    for (const place of this.#places) {
      if (!place.isOfSavedView) {
        place.leavePython();
      }
    }
    for (const saved of this.#saved) {
      saved.leavePython();
    }
    this.#arrivals.clear();
    this.#afm.leavePython((id) => shown.has(id));
    this.#others.leavePython();
    this.#names.clear();
  }

  /**
   * The model of an id, once Python has opened it.
   *
   * @param signal ends the wait.
   */
  async model(id: string, signal: AbortSignal): Promise<Model> {
    await this.#opened(id, signal);
    return this.#afm.find(id) ?? (await this.#others.model(id));
  }

  /**
   * Show a view of a widget in an element, once Python has made the widget.
   *
   * @param signal ends the wait, and the view.
   * @returns ends the view.
   * @throws Error in words, where it cannot be shown.
   */
  async show(id: string, element: HTMLElement, signal: AbortSignal): Promise<() => void> {
    const place = new WidgetPlace(id, element);
    const ended = new AbortController();
    const both = anyOf(signal, ended.signal);
    both.addEventListener('abort', () => {
      this.#places.delete(place);
      if (![...this.#places].some((each) => each.modelId === id)) {
        this.#afm.closeIfLeft(id);
      }
      place.remove();
    });
    try {
      this.settle();
      if (!this.has(id)) {
        place.note(word('widget-not-in-python'));
        await this.#opened(id, both);
        place.note('');
      }
      this.#places.add(place);
      const model = this.#afm.find(id);
      if (model === undefined) {
        await this.#others.show(id, place.body, both);
      } else {
        // Where Python has closed the widget, nothing of it stays.
        model.on('destroy', () => {
          ended.abort();
        });
        createAfmView(model, place.body, both);
        applyLayout(model, place.body, this.#others, both);
        place.followScheme(both);
      }
    } catch (error) {
      ended.abort();
      throw error;
    }
    return () => {
      ended.abort();
    };
  }

  async #opened(id: string, signal: AbortSignal): Promise<void> {
    if (this.has(id)) {
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiting = this.#waiting.get(id) ?? new Set();
    const come = (): void => {
      resolve(undefined);
    };
    this.#waiting.set(id, waiting.add(come));
    const stop = (): void => {
      waiting.delete(come);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop);
    await promise;
    signal.removeEventListener('abort', stop);
  }

  #open(message: PythonMessage): void {
    const { id, target } = message;
    if (target !== WIDGET_TARGET) {
      return;
    }
    const savedId = this.#takePlace(message);
    if (savedId !== null) {
      this.#arrivals.add(savedId, message);
      return;
    }
    // It may refer to what has been made before it.
    this.settle();
    if (isAfm(message)) {
      this.#afm.open(message, this.#channel(id));
    } else {
      this.#others.take(message);
    }
    this.#tellOpened(id);
  }

  #adopt(savedId: string, opening: PythonMessage): void {
    const { id } = opening;
    this.#names.set(savedId, id);
    this.#afm.adopt(savedId, opening, this.#channel(id));
    this.#others.adopt(savedId, opening);
    this.#tellOpened(id);
  }

  #tellOpened(id: string): void {
    for (const resolve of this.#waiting.get(id) ?? []) {
      resolve();
    }
    this.#waiting.delete(id);
  }

  /** The saved model that a widget of Python's is, if there is one. */
  #takePlace(message: PythonMessage): string | null {
    for (const saved of this.#saved) {
      const place = saved.takePlace(message);
      if (place !== null) {
        return place;
      }
    }
    return null;
  }

  /** The way to a model's object in this Python, and to none in the next one. */
  #channel(id: string): Channel {
    const { signal } = this.#python;
    return {
      send: (data, buffers) =>
        signal.aborted
          ? { id: '', handled: Promise.resolve() }
          : this.#session.sendComm('comm_msg', { comm_id: id, data }, { buffers }),
    };
  }

  readonly #session: CommSession;
  readonly #afm: AfmModels;
  readonly #others: OtherModels;
  readonly #saved = new Set<SavedWidgets>();
  readonly #arrivals = new Arrivals((savedId, opening) => {
    this.#adopt(savedId, opening);
  });
  /** What Python calls models that were saved, by what they are called there. */
  readonly #names = new Map<string, string>();
  /** Where widgets are shown. */
  readonly #places = new Set<WidgetPlace>();
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Is aborted when Python is another. */
  #python = new AbortController();
}
