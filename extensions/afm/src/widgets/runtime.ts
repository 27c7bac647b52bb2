import { type Model, widgetName } from '../models/model.ts';
import { ModuleLoader } from '../modules/loader.ts';
import { moduleOfTrait, type ModuleSource } from '../modules/source.ts';
import { Binding } from './binding.ts';
import { hostOf } from './composition.ts';
import { Stylesheets } from './stylesheets.ts';
import { View } from './view.ts';

/** What a page gives its widgets. */
export interface RuntimeHost {
  /** Find the model that a reference names. @throws where there is none. */
  getModel(id: string): Promise<Model>;
  /** Where a widget's module comes from; without this, its `_esm` trait is the text or an address. */
  moduleOf?(model: Model): ModuleSource | Promise<ModuleSource>;
  /** A widget's style, as text or an address, empty for none; without this, its `_css` trait. */
  styleOf?(model: Model): string | Promise<string>;
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
  readonly #loader = new ModuleLoader();
  readonly #stylesheets = new Stylesheets();
  readonly #bindings = new Map<Model, Binding>();
  /** Those of closed models: whoever still has one, and shows it again, gets an empty place. */
  readonly #closed = new WeakMap<Model, Binding>();

  constructor(host: RuntimeHost) {
    this.#host = host;
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
    const binding = new Binding(model, {
      loader: this.#loader,
      moduleOf: (each) =>
        this.#host.moduleOf?.(each) ?? moduleOfTrait(each.get('_esm'), `${widgetName(each)}.js`),
      styleOf: (each) => this.#host.styleOf?.(each) ?? textOf(each.get('_css')),
    });
    this.#bindings.set(model, binding);
    const close = (): void => {
      model.off('destroy', close);
      this.#bindings.delete(model);
      this.#closed.set(model, binding);
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

  census(): Census {
    const bindings = [...this.#bindings.values()];
    return {
      models: bindings.length,
      views: bindings.reduce((sum, binding) => sum + binding.viewCount, 0),
      styles: this.#stylesheets.size,
      modules: this.#loader.size,
    };
  }

  #makeView(model: Model, element: HTMLElement, around: readonly View[]): View {
    return new View(model, element, {
      around,
      stylesheets: this.#stylesheets,
      hostOf: (view, signal) =>
        hostOf(view, signal, {
          getModel: (id) => this.#host.getModel(id),
          bindingOf: (each) => this.#bindings.get(each),
          makeView: (...place) => this.#makeView(...place),
        }),
    });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
