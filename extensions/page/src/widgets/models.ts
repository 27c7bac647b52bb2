import { CommModel, isIncomingMessage, type OutgoingData, Runtime, type SentMessage } from '@lite-build/afm';
import type { CommOutput, CommOutputMessage } from '@lite-build/messages';
import type { CommListener, Session } from '../kernel/session.ts';

/** By this target Python opens the comms of widgets (ipywidgets' widget messaging protocol, version 2). */
const WIDGET_TARGET = 'jupyter.widget';

/** What a comm's first message holds. */
interface Opening {
  readonly comm_id: string;
  readonly target_name?: string;
  readonly data: {
    readonly state?: Record<string, unknown>;
    readonly buffer_paths?: readonly (readonly (string | number)[])[];
  };
}

/** Shows the widgets of all sessions of a page, so that each module is loaded once. */
const runtime = new Runtime({
  getModel: (id) => {
    const model = models.get(id);
    return model === undefined
      ? Promise.reject(new Error(`There is no widget whose model is ${id}.`))
      : Promise.resolve(model);
  },
});
const models = new Map<string, CommModel>();

/** The widgets' models of one session. */
export class SessionModels implements CommListener {
  constructor(session: Session) {
    this.#session = session;
  }

  comm({ type, message, buffers }: CommOutput): void {
    const { content, parent_header: parent } = JSON.parse(message) as CommOutputMessage;
    const { comm_id: id, data } = content;
    if (type === 'comm_open') {
      this.#open(content, buffers);
      return;
    }
    const model = this.#models.get(id);
    if (model === undefined) {
      return;
    }
    if (type === 'comm_close') {
      this.#close(model);
      return;
    }
    const incoming = { data, buffers: buffers.map((buffer) => new DataView(buffer)), parent: parent.msg_id };
    if (!isIncomingMessage(incoming)) {
      return;
    }
    if (hasModule(model)) {
      runtime.bind(model).receive(incoming, model.receive.bind(model));
    } else {
      model.receive(incoming);
    }
  }

  reset(): void {
    for (const model of [...this.#models.values()]) {
      this.#close(model);
    }
  }

  /** The model of an id, once Python has opened it. */
  get(id: string): CommModel | undefined {
    return this.#models.get(id);
  }

  #open({ comm_id: id, target_name: target, data }: Opening, buffers: readonly ArrayBuffer[]): void {
    if (target !== WIDGET_TARGET) {
      return;
    }
    const model = new CommModel(id, {}, { send: (sent, bytes) => this.#send(id, sent, bytes) });
    const { state = {}, buffer_paths = [] } = data;
    const views = buffers.map((buffer) => new DataView(buffer));
    model.receive({ data: { method: 'update', state, buffer_paths }, buffers: views });
    this.#models.set(id, model);
    models.set(id, model);
    if (hasModule(model)) {
      runtime.bind(model);
    }
  }

  #send(id: string, data: OutgoingData, buffers: readonly (ArrayBuffer | ArrayBufferView)[]): SentMessage {
    return this.#session.sendComm('comm_msg', { comm_id: id, data }, buffers);
  }

  #close(model: CommModel): void {
    this.#models.delete(model.model_id);
    models.delete(model.model_id);
    model.close();
  }

  readonly #session: Session;
  readonly #models = new Map<string, CommModel>();
}

function hasModule(model: CommModel): boolean {
  return typeof model.get('_esm') === 'string';
}

/**
 * Show the view of a model in an element.
 *
 * @returns ends the view.
 * @throws Error in words, where there is no such model, or it is none of a widget with a module of its own.
 */
export function showWidget(id: string, element: HTMLElement, signal: AbortSignal): () => void {
  const model = models.get(id);
  if (model === undefined) {
    throw new Error('This widget is not in Python any more. Run the cell that makes it.');
  }
  if (!hasModule(model)) {
    throw new Error(`${String(model.get('_model_name'))} has no module of its own to show it in a page.`);
  }
  const view = runtime.createView(model, element, signal);
  return () => void view.end();
}
