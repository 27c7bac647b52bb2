import type { Buffer, Listener, SetOptions } from '../contract.ts';
import { areEqual } from './equality.ts';
import { Events } from './events.ts';
import { type IncomingMessage, isRecord, type Model, type OutgoingData, widgetName } from './model.ts';
import { dataView, fromWire, joined, toWire, type WireState } from './wire.ts';

/** The way to a model's Python object. */
export interface Channel {
  /** Send one message, in order. */
  send(data: OutgoingData, buffers: readonly Buffer[]): SentMessage;
}

export interface SentMessage {
  readonly id: string;
  /** Settles when Python has handled the message, or never will. */
  readonly handled: Promise<void>;
}

/**
 * A widget's state on a page with no widget manager of its own, kept equal to Python's.
 *
 * One update is under way at a time; what is saved meanwhile is merged and sent when Python has handled it. An echo of
 * an update that a later one of ours has overtaken is dropped, attribute by attribute. Updates from Python are never
 * merged: listeners see each.
 */
export class CommModel implements Model {
  readonly widget_manager: unknown;
  readonly #channel: Channel;
  #id: string;
  readonly #events = new Events(() => widgetName(this));
  readonly #closing = new AbortController();
  #state: Record<string, unknown>;
  /** Set by the page and not saved yet. */
  readonly #unsaved = new Map<string, unknown>();
  /** Saved while an update was under way. */
  readonly #waiting = new Map<string, WireState>();
  #isUpdateUnderWay = false;
  /** The update of ours that each attribute's next valid echo answers. */
  readonly #expectedEchoes = new Map<string, string>();
  #isChanged = false;
  #isTelling = false;

  constructor(
    id: string,
    state: Readonly<Record<string, unknown>>,
    channel: Channel,
    widgetManager: unknown = null,
  ) {
    this.#id = id;
    this.#state = { ...state };
    this.#channel = channel;
    this.widget_manager = widgetManager;
  }

  get model_id(): string {
    return this.#id;
  }

  /** Be called otherwise: a model that was there before its Python object takes that one's id. */
  rename(id: string): void {
    this.#id = id;
  }

  /** The traits that were set and not saved yet. */
  get unsavedTraits(): ReadonlySet<string> {
    return new Set(this.#unsaved.keys());
  }

  /** Aborted when the model is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** How many listeners there are. */
  get listenerCount(): number {
    return this.#events.size;
  }

  /** The names of all that it holds. */
  get keys(): readonly string[] {
    return Object.keys(this.#state);
  }

  get(key: string): unknown {
    return this.#state[key];
  }

  set(key: string | Readonly<Record<string, unknown>>, value?: unknown, options?: SetOptions): void {
    const [values, how] =
      typeof key === 'string' ? [{ [key]: value }, options] : [key, value as SetOptions | undefined];
    this.#apply(values, how, (changed) => {
      this.#unsaved.set(changed, this.#state[changed]);
    });
  }

  /** @throws UnsendableError for what cannot be sent, naming the trait, when the rest was saved. */
  save_changes(): void {
    if (this.#unsaved.size === 0 || this.#isClosedWarning()) {
      return;
    }
    const failures: unknown[] = [];
    for (const [key, value] of this.#unsaved) {
      try {
        // Copied now: what the page does to a list after saving it belongs to the next save.
        this.#waiting.set(key, toWire(this, { [key]: value }));
      } catch (error) {
        failures.push(error);
      }
    }
    this.#unsaved.clear();
    this.#sendWaiting();
    if (failures.length > 0) {
      throw failures[0];
    }
  }

  /** @param _callbacks are ipywidgets' business: a channel tells by itself when a message was handled. */
  send(content: unknown, _callbacks?: unknown, buffers: readonly Buffer[] = []): void {
    if (!this.#isClosedWarning()) {
      this.#forget(this.#channel.send({ method: 'custom', content }, buffers).handled);
    }
  }

  on(names: string | Readonly<Record<string, Listener>>, callback?: unknown, context?: unknown): void {
    this.#events.on(names, callback, context);
  }

  off(names?: string | null, callback?: Listener | null, context?: unknown): void {
    this.#events.off(names, callback, context);
  }

  /** Take a message from Python. */
  receive(message: IncomingMessage): void {
    const { data, buffers = [], parent } = message;
    if (data.method === 'custom') {
      this.#events.trigger('msg:custom', data.content, buffers.map(dataView));
      return;
    }
    const state = fromWire(data.state, data.buffer_paths, buffers);
    const accepted =
      data.method === 'echo_update' && parent !== undefined
        ? Object.entries(state).filter(([key]) => this.#isCurrentEcho(key, parent))
        : Object.entries(state);
    for (const [key] of accepted) {
      this.#unsaved.delete(key);
    }
    this.#apply(Object.fromEntries(accepted), undefined, () => undefined);
  }

  /** End the model's life on this page. Closing twice is harmless. */
  close(): void {
    if (!this.signal.aborted) {
      this.#events.trigger('destroy', this);
      this.#closing.abort(new DOMException(`${widgetName(this)} was closed.`, 'AbortError'));
      this.#events.off();
    }
  }

  #apply(
    values: Readonly<Record<string, unknown>>,
    options: SetOptions | undefined,
    note: (key: string) => void,
  ): void {
    const changed = Object.keys(values).filter((key) => !areEqual(this.#state[key], values[key]));
    for (const key of changed) {
      this.#state[key] = values[key];
      note(key);
    }
    if (options?.silent === true || changed.length === 0) {
      return;
    }
    this.#isChanged = true;
    for (const key of changed) {
      this.#events.trigger(`change:${key}`, this, this.#state[key], options ?? {});
    }
    // As Backbone does: what listeners set is told by name at once, and by the bare event when all have been called.
    if (this.#isTelling) {
      return;
    }
    this.#isTelling = true;
    try {
      while (this.#isChanged) {
        this.#isChanged = false;
        this.#events.trigger('change', this, options ?? {});
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #sendWaiting(): void {
    if (this.#isUpdateUnderWay || this.#waiting.size === 0 || this.signal.aborted) {
      return;
    }
    const { state, buffer_paths, buffers } = joined([...this.#waiting.values()]);
    const sent = this.#channel.send({ method: 'update', state, buffer_paths }, buffers);
    for (const key of this.#waiting.keys()) {
      this.#expectedEchoes.set(key, sent.id);
    }
    this.#waiting.clear();
    this.#isUpdateUnderWay = true;
    this.#forget(
      sent.handled.finally(() => {
        this.#isUpdateUnderWay = false;
        this.#sendWaiting();
      }),
    );
  }

  #isCurrentEcho(key: string, parent: string): boolean {
    const expected = this.#expectedEchoes.get(key);
    if (expected === undefined) {
      return true;
    }
    if (expected !== parent) {
      return false;
    }
    this.#expectedEchoes.delete(key);
    return !this.#waiting.has(key);
  }

  #isClosedWarning(): boolean {
    if (this.signal.aborted) {
      console.warn(`${widgetName(this)} was closed: nothing more is sent to Python.`);
    }
    return this.signal.aborted;
  }

  #forget(handled: Promise<void>): void {
    handled.catch((error: unknown) => {
      console.warn(`${widgetName(this)}: a message did not reach Python.`, error);
    });
  }
}

/** Tell whether data that came from outside is a message to a model. */
export function isIncomingMessage(message: unknown): message is IncomingMessage {
  if (!isRecord(message) || !isRecord(message.data)) {
    return false;
  }
  const { method, state } = message.data;
  return method === 'custom' || ((method === 'update' || method === 'echo_update') && isRecord(state));
}
