import { CommModel, isIncomingMessage, type Model, Runtime, type SentMessage } from '@lite-build/afm';
import type { CommOutput } from '@lite-build/messages';
import type { CommListener, CommSession } from '../kernel/session.ts';
import type { OutputCaptures } from './captures.ts';
import { applyLayout } from './layout.ts';
import { OtherModels } from './other-models.ts';
import { type PythonMessage, readMessage } from './python-message.ts';
import { WidgetPlace } from './widget-place.ts';

/** By this target Python opens the comms of widgets (ipywidgets' widget messaging protocol, version 2). */
const WIDGET_TARGET = 'jupyter.widget';

/** Shows the AFM widgets of all sessions of a page, so that each module is loaded once. */
const runtime = new Runtime({
  getModel: (id) => {
    const model = pageModels.get(id);
    return model === undefined
      ? Promise.reject(new Error(`There is no widget whose model is ${id}.`))
      : Promise.resolve(model);
  },
});
const pageModels = new Map<string, CommModel>();

/**
 * The widgets' models of one session: those with a module of their own are the AFM runtime's, all others are
 * ipywidgets'.
 */
export class SessionModels implements CommListener {
  constructor(session: CommSession, captures: OutputCaptures) {
    this.#session = session;
    this.#others = new OtherModels({
      session,
      captures,
      findModel: (id) => this.#models.get(id),
      createView: (model, element) => runtime.createView(model, element),
      renderWidget: (id, element, signal) => this.show(id, element, signal),
    });
  }

  comm(output: CommOutput): void {
    const message = readMessage(output);
    const { type, id } = message;
    if (type === 'comm_open') {
      this.#open(message);
      return;
    }
    const model = this.#models.get(id);
    if (model === undefined) {
      this.#others.take(message);
    } else if (type === 'comm_close') {
      this.#close(model);
    } else {
      receive(model, message);
    }
  }

  /** Python is another, or none: what is shown stays, and answers no more. */
  reset(): void {
    this.#python.abort();
    this.#python = new AbortController();
    const shown = new Set([...this.#places].map((place) => place.modelId));
    for (const place of this.#places) {
      place.leavePython();
    }
    for (const model of [...this.#models.values()]) {
      if (shown.has(model.model_id)) {
        this.#left.set(model.model_id, model);
        this.#models.delete(model.model_id);
      } else {
        this.#close(model);
      }
    }
    this.#others.reset();
  }

  /**
   * The model of an id, once Python has opened it.
   *
   * @param signal ends the wait.
   */
  async model(id: string, signal: AbortSignal): Promise<Model> {
    await this.#opened(id, signal);
    return this.#models.get(id) ?? (await this.#others.model(id));
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
    const both = AbortSignal.any([signal, ended.signal]);
    both.addEventListener('abort', () => {
      this.#places.delete(place);
      this.#closeIfLeft(id);
      place.remove();
    });
    try {
      if (!this.#has(id)) {
        place.note('This widget is not in Python now. It is shown when its cell has made it.');
        await this.#opened(id, both);
        place.note('');
      }
      this.#places.add(place);
      const model = this.#models.get(id);
      if (model === undefined) {
        await this.#others.show(id, place.body, both);
      } else {
        // Where Python has closed the widget, nothing of it stays.
        model.on('destroy', () => {
          ended.abort();
        });
        runtime.createView(model, place.body, both);
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

  #has(id: string): boolean {
    return this.#models.has(id) || this.#others.has(id);
  }

  async #opened(id: string, signal: AbortSignal): Promise<void> {
    if (this.#has(id)) {
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
    const { id, target, data, buffers } = message;
    if (target !== WIDGET_TARGET) {
      return;
    }
    const { state = {}, buffer_paths = [] } = data;
    if (typeof state['_esm'] === 'string') {
      const { signal } = this.#python;
      const send: SendData = (sent, bytes) => this.#send(id, sent, bytes, signal);
      const model = new CommModel(id, {}, { send }, this.#others.door);
      model.receive({ data: { method: 'update', state, buffer_paths }, buffers });
      this.#models.set(id, model);
      pageModels.set(id, model);
      runtime.bind(model);
    } else {
      this.#others.take(message);
    }
    for (const resolve of this.#waiting.get(id) ?? []) {
      resolve();
    }
    this.#waiting.delete(id);
  }

  /** @param signal is aborted when the model's Python is not there any more: nothing is said to the next one. */
  #send(id: string, data: object, buffers: SentBuffers, signal: AbortSignal): SentMessage {
    return signal.aborted
      ? { id: '', handled: Promise.resolve() }
      : this.#session.sendComm('comm_msg', { comm_id: id, data }, { buffers });
  }

  #close(model: CommModel): void {
    this.#models.delete(model.model_id);
    this.#left.delete(model.model_id);
    pageModels.delete(model.model_id);
    model.close();
  }

  /** A model without Python is there for its views alone. */
  #closeIfLeft(id: string): void {
    const model = this.#left.get(id);
    if (model !== undefined && ![...this.#places].some((place) => place.modelId === id)) {
      this.#close(model);
    }
  }

  readonly #session: CommSession;
  readonly #models = new Map<string, CommModel>();
  readonly #others: OtherModels;
  /** Where widgets are shown. */
  readonly #places = new Set<WidgetPlace>();
  /** Those that are shown, and whose Python is not there any more. */
  readonly #left = new Map<string, CommModel>();
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Is aborted when Python is another. */
  #python = new AbortController();
}

type SentBuffers = readonly (ArrayBuffer | ArrayBufferView)[];
type SendData = (data: object, buffers: SentBuffers) => SentMessage;

function receive(model: CommModel, { data, buffers, parentId }: PythonMessage): void {
  const incoming = { data, buffers, parent: parentId };
  if (isIncomingMessage(incoming)) {
    runtime.bind(model).receive(incoming, model.receive.bind(model));
  }
}
