import type { Experimental, WidgetDefinition } from '../contract.ts';
import { FILES_TRAIT } from '../models/imported-files.ts';
import { type Apply, Inbox } from '../models/inbox.ts';
import { invoke } from '../models/invoke.ts';
import { type IncomingMessage, isRecord, type Model, widgetName } from '../models/model.ts';
import { modelProxy } from '../models/model-proxy.ts';
import type { ModuleLoader, ModuleNamespace } from '../modules/loader.ts';
import { traceName } from '../modules/link.ts';
import { cleanUp } from './cleanup.ts';
import type { Code } from './code.ts';
import { defineWidget } from './definition.ts';
import { type Failure, failureOf, WidgetError } from './failure.ts';
import type { Shown, View } from './view.ts';

/** What a binding needs of the runtime around it. */
export interface BindingParts {
  readonly loader: ModuleLoader;
  readonly code: Code;
}

/** One module at work for one model: from `initialize` to its cleanup. */
interface Generation extends Shown {
  readonly namespace: ModuleNamespace;
  readonly definition: WidgetDefinition;
  readonly controller: AbortController;
  cleanup: unknown;
  exports: unknown;
}

const MODULE_CHANGES = `change:_esm change:${FILES_TRAIT}`;

type Status =
  | { readonly kind: 'waiting'; readonly for: string }
  | { readonly kind: 'ready'; readonly generation: Generation }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * A model joined to its module for as long as the model lives: the module loaded, initialized once, shown in every
 * view, and replaced when its code changes, while the state stays.
 */
export class Binding {
  readonly model: Model;
  readonly #parts: BindingParts;
  readonly #inbox = new Inbox();
  readonly #views = new Set<View>();
  /** Those of the views that wait in line behind messages from Python. */
  readonly #joining = new Set<View>();
  readonly #closing = new AbortController();
  #status: Status = { kind: 'waiting', for: 'Its module' };
  #generation: Generation | null = null;
  #loading = new AbortController();
  #restyling = new AbortController();
  #ended: Promise<void> = Promise.resolve();
  #css = '';
  /** What went wrong while there was no view to say it. */
  #complaint: string | null = null;
  #waiters: (() => void)[] = [];

  constructor(model: Model, parts: BindingParts) {
    this.model = model;
    this.#parts = parts;
    model.on(MODULE_CHANGES, this.#onModuleChange);
    model.on('change:_css', this.#onStyleChange);
    void this.#load();
    void this.#restyle();
  }

  /** Aborted when the model has gone. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** How many messages from Python wait for the widget. */
  get heldMessages(): number {
    return this.#inbox.size;
  }

  /** How many views there are. */
  get viewCount(): number {
    return this.#views.size;
  }

  /** What the widget's `initialize` returned for others to use. */
  get exports(): unknown {
    return this.#generation?.exports;
  }

  /**
   * Take a message from Python: now, or when the widget can hear it.
   *
   * @param apply hands it to the model, and is awaited before the next; called once for each part, if code and state
   *   came together.
   */
  receive(message: IncomingMessage, apply: Apply): void {
    if (!this.signal.aborted) {
      this.#inbox.take(message, apply);
    }
  }

  /** Look at the widget's files anew, which may have changed where no trait did. */
  async refresh(): Promise<void> {
    await Promise.all([this.#load(), this.#restyle()]);
  }

  /** Say in every view, or in the first that comes, what went wrong while the widget works on. */
  complain(message: string): void {
    this.#complaint = this.#views.size === 0 ? message : null;
    for (const view of this.#views) {
      view.complain(message);
    }
  }

  /** Show the widget in a view until that ends. */
  show(view: View): void {
    if (this.signal.aborted) {
      void view.end();
      return;
    }
    this.#views.add(view);
    view.signal.addEventListener(
      'abort',
      () => {
        this.#views.delete(view);
        this.#joining.delete(view);
      },
      { once: true },
    );
    view.restyle(this.#css);
    if (this.#complaint !== null) {
      view.complain(this.#complaint);
      this.#complaint = null;
    }
    if (this.#status.kind === 'waiting') {
      this.#join(view);
    }
    this.#showStatus(view);
  }

  /**
   * Wait until the widget has initialized.
   *
   * @throws WidgetError for a widget that cannot be used, or was closed meanwhile; the signal's reason.
   */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.#status.kind === 'waiting' && !this.signal.aborted) {
      signal.throwIfAborted();
      await this.#statusChange(signal);
    }
    const name = widgetName(this.model);
    if (this.signal.aborted) {
      throw new WidgetError(`${name} was closed.`);
    }
    if (this.#status.kind === 'failed') {
      throw new WidgetError(`${name} cannot be used: ${this.#status.failure.message}`, {
        cause: this.#status.failure.error,
      });
    }
  }

  /** End the widget with its model. Cleanups begin within this call. Twice is harmless. */
  async close(): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    this.#closing.abort(new DOMException(`${widgetName(this.model)} was closed.`, 'AbortError'));
    this.#loading.abort();
    this.#restyling.abort();
    this.model.off(MODULE_CHANGES, this.#onModuleChange);
    this.model.off('change:_css', this.#onStyleChange);
    this.#inbox.close();
    const ended = this.#end();
    const views = [...this.#views].map((view) => view.end());
    this.#tell();
    await Promise.all([ended, ...views]);
  }

  readonly #onModuleChange = (): void => {
    void this.#load();
  };

  readonly #onStyleChange = (): void => {
    void this.#restyle();
  };

  async #load(): Promise<void> {
    this.#loading.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const { signal } = loading;
    const isOvertaken = (): boolean => signal.aborted;
    const name = widgetName(this.model);
    if (this.#generation === null) {
      this.#setStatus({ kind: 'waiting', for: 'Its module' });
    }
    let file = name;
    let next: Generation;
    try {
      const source = await this.#parts.code.moduleOf(this.model, signal);
      file = source.kind === 'text' ? source.file : source.url;
      const { namespace, traceNames } = await this.#parts.loader.load(source, signal);
      if (isOvertaken() || this.#generation?.namespace === namespace) {
        return;
      }
      next = {
        namespace,
        definition: await defineWidget(namespace, file),
        experimental: this.#experimental(),
        traceNames,
        controller: new AbortController(),
        cleanup: undefined,
        exports: undefined,
      };
    } catch (error) {
      if (!isOvertaken()) {
        await this.#end();
        if (!isOvertaken()) {
          this.#fail(failureOf(error, name, 'load', [traceName(file)]));
        }
      }
      return;
    }
    // The earlier module works until its successor is there: no message falls between them.
    await this.#end();
    if (!isOvertaken()) {
      await this.#begin(next);
    }
  }

  async #begin(generation: Generation): Promise<void> {
    const { definition, experimental, controller } = generation;
    const name = widgetName(this.model);
    this.#generation = generation;
    this.#setStatus({ kind: 'waiting', for: "Its 'initialize'" });
    try {
      const result: unknown = await definition.initialize?.({
        model: modelProxy(this.model, controller.signal),
        signal: controller.signal,
        experimental,
      });
      if (controller.signal.aborted) {
        await cleanUp(result, name);
        return;
      }
      generation.cleanup = result;
      generation.exports = isRecord(result) ? result : undefined;
    } catch (error) {
      if (!controller.signal.aborted) {
        await this.#end();
        if (this.#hasNoSuccessor()) {
          this.#fail(failureOf(error, name, 'initialize', generation.traceNames));
        }
      }
      return;
    }
    this.#setStatus({ kind: 'ready', generation });
    this.#inbox.open();
  }

  /** End the module at work: the views first, then `initialize`, each cleanup while what it cleans still stands. */
  #end(): Promise<void> {
    const generation = this.#generation;
    if (generation === null) {
      return this.#ended;
    }
    this.#generation = null;
    this.#inbox.hold();
    this.#status = { kind: 'waiting', for: 'Its module' };
    const name = widgetName(this.model);
    const left = [...this.#views].map((view) => view.leave());
    this.#ended = Promise.all([this.#ended, ...left]).then(() => cleanUp(generation.cleanup, name));
    generation.controller.abort(new DOMException(`${name} was replaced or removed.`, 'AbortError'));
    return this.#ended;
  }

  #hasNoSuccessor(): boolean {
    return this.#generation === null;
  }

  #fail(failure: Failure): void {
    if (!this.signal.aborted) {
      this.#setStatus({ kind: 'failed', failure });
      this.#inbox.pause();
    }
  }

  #setStatus(status: Status): void {
    this.#status = status;
    if (status.kind === 'waiting') {
      this.#inbox.hold();
    }
    for (const view of this.#views) {
      this.#showStatus(view);
    }
    this.#tell();
  }

  /**
   * Show a new view between the same messages from Python as if the module had been there: it begins with the state
   * that they left, and what it listens for before its first pause hears those that came after it.
   */
  #join(view: View): void {
    this.#joining.add(view);
    this.#inbox.join(() => {
      this.#joining.delete(view);
      this.#showStatus(view);
    });
  }

  #showStatus(view: View): void {
    switch (this.#status.kind) {
      case 'waiting':
        view.wait(this.#status.for);
        break;
      case 'ready':
        if (!this.#joining.has(view)) {
          void view.show(this.#status.generation);
        }
        break;
      case 'failed':
        view.fail(this.#status.failure, () => {
          void this.#load();
        });
    }
  }

  async #restyle(): Promise<void> {
    this.#restyling.abort();
    const { signal } = (this.#restyling = new AbortController());
    try {
      const css = await this.#parts.code.styleOf(this.model, signal);
      if (signal.aborted) {
        return;
      }
      this.#css = css;
    } catch (error) {
      if (!signal.aborted) {
        console.warn(`${widgetName(this.model)}: its style could not be loaded.`, error);
      }
      return;
    }
    for (const view of this.#views) {
      view.restyle(this.#css);
    }
  }

  #experimental(): Experimental {
    return {
      invoke: (name, message, options) => invoke(this.model, this.signal, name, message, options),
    };
  }

  #statusChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const heard = (): void => {
        signal.removeEventListener('abort', heard);
        this.#waiters = this.#waiters.filter((waiter) => waiter !== heard);
        resolve();
      };
      this.#waiters.push(heard);
      signal.addEventListener('abort', heard);
    });
  }

  #tell(): void {
    for (const waiter of this.#waiters) {
      waiter();
    }
  }
}
