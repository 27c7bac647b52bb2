import type { Model } from '../models/model.ts';
import { ModuleLoader } from '../modules/loader.ts';
import { Binding } from './binding.ts';
import { Code, type CodeHost } from './code.ts';
import { hostOf } from './composition.ts';
import { Stylesheets } from './stylesheets.ts';
import { hearUncaughtFaults } from './uncaught.ts';
import { View } from './view.ts';

/** What a page gives its widgets. */
export interface RuntimeHost extends CodeHost {
  /**
   * Find the model that a reference names, which the model that asks holds.
   *
   * @throws where there is none.
   */
  getModel(id: string, asking: Model): Promise<Model>;
}

/** What a page holds of a view. */
export interface WidgetView {
  /** Settles, without an error, when the view shows its widget or why it cannot. */
  readonly settled: Promise<void>;
  /** Remove the view. Its widget's cleanup begins within this call, while the DOM stands. Twice is harmless. */
  end(): Promise<void>;
}

/** How much of a page's widgets there is, to see that nothing stays behind. */
export interface Census {
  readonly models: number;
  readonly views: number;
  readonly styles: number;
  /** Texts of modules that are loaded; those stay, since a browser cannot unload a module. */
  readonly modules: number;
}

/** Runs the AFM widgets of one page, which its host gives models and places to show them. */
export class Runtime {
  readonly #host: RuntimeHost;
  readonly #loader: ModuleLoader;
  readonly #stylesheets = new Stylesheets();
  readonly #bindings = new Map<Model, Binding>();
  readonly #code: Code;
  /** Ends the watch for faults that nobody catches; there while there are models. */
  #watch: AbortController | null = null;
  /** Those of closed models: whoever still has one, and shows it again, gets an empty place. */
  readonly #closed = new WeakMap<Model, Binding>();

  constructor(host: RuntimeHost) {
    this.#host = host;
    this.#loader = new ModuleLoader(host.copyOf);
    this.#code = new Code(host, () => this.#openModels());
  }

  /**
   * Join a model to its module, until the model says `destroy`. Call this when the model is made: its `initialize` runs
   * with no view. A second call gives the same binding.
   */
  bind(model: Model): Binding {
    const known = this.#bindings.get(model) ?? this.#closed.get(model);
    if (known !== undefined) {
      return known;
    }
    const binding = new Binding(model, { loader: this.#loader, code: this.#code });
    this.#bindings.set(model, binding);
    this.#watchFaults();
    const close = (): void => {
      model.off('destroy', close);
      this.#bindings.delete(model);
      this.#closed.set(model, binding);
      this.#watchFaults();
      void binding.close();
    };
    model.on('destroy', close);
    return binding;
  }

  /**
   * Show a model's widget.
   *
   * @param element is filled: with the widget, that it is loading, or why it cannot be shown.
   * @param signal ends the view.
   */
  createView(model: Model, element: HTMLElement, signal?: AbortSignal): WidgetView {
    const view = this.#makeView(model, element, []);
    if (signal?.aborted === true) {
      void view.end();
    }
    signal?.addEventListener('abort', () => void view.end(), { signal: view.signal });
    this.bind(model).show(view);
    return view;
  }

  /** Look at the files of all widgets anew: nothing happens where none has changed. */
  refresh(): void {
    for (const binding of this.#bindings.values()) {
      void binding.refresh();
    }
  }

  census(): Census {
    const bindings = [...this.#bindings.values()];
    return {
      models: bindings.length,
      views: bindings.reduce((sum, binding) => sum + binding.viewCount, 0),
      styles: this.#stylesheets.size,
      modules: this.#loader.size,
    };
  }

  #watchFaults(): void {
    if (this.#bindings.size === 0) {
      this.#watch?.abort();
      this.#watch = null;
    } else if (this.#watch === null) {
      this.#watch = new AbortController();
      hearUncaughtFaults(({ model, message }) => {
        this.#bindings.get(model)?.complain(message);
      }, this.#watch.signal);
    }
  }

  #openModels(): Iterable<readonly [Model, AbortSignal]> {
    return [...this.#bindings].map(([model, { signal }]) => [model, signal]);
  }

  #makeView(model: Model, element: HTMLElement, around: readonly View[]): View {
    return new View(model, element, {
      around,
      stylesheets: this.#stylesheets,
      hostOf: (view, signal) =>
        hostOf(view, signal, {
          getModel: (id) => this.#host.getModel(id, view.model),
          bindingOf: (each) => this.#bindings.get(each),
          makeView: (...place) => this.#makeView(...place),
        }),
    });
  }
}
