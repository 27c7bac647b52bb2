import type { Model } from '@lite-build/afm';

/** What is no trait of a page's: ipywidgets' layout of it. */
const HIDDEN = new Set(['layout', 'style', 'tabbable', 'tooltip']);

/** A trait that has changed, as the element's event tells it. */
export interface TraitChange {
  readonly name: string;
  readonly value: unknown;
  readonly old: unknown;
}

/**
 * A model's traits as properties of an element, unless the element has such a property of its own.
 *
 * What the page has given a property before is handed on to the model.
 */
export class WidgetTraits {
  /**
   * @param given what the page's scripts have set; kept, for the widget that may follow this one.
   * @param isSame whether it is the same widget that follows: then it has its values itself, and while it is away they
   *   are still there to be read.
   */
  constructor(element: HTMLElement, given: Map<string, unknown>, isSame = false) {
    this.#element = element;
    this.#given = given;
    this.#isSame = isSame;
  }

  /**
   * Join a model to the element, until the signal.
   *
   * @param changed is told of each change, whoever made it.
   */
  join(model: Model, changed: (change: TraitChange) => void, signal: AbortSignal): void {
    const names = namesOf(model);
    const isOwn = (name: string): boolean =>
      name === 'root' || name in (Object.getPrototypeOf(this.#element) as object);
    this.#model = model;
    for (const name of names) {
      const present = Object.getOwnPropertyDescriptor(this.#element, name);
      if (!isOwn(name) && (present === undefined || present.configurable === true)) {
        if (present !== undefined && 'value' in present) {
          this.#given.set(name, present.value);
        }
        this.#define(name);
      }
    }
    const values = new Map(names.map((name) => [name, model.get(name)]));
    for (const name of names) {
      const hear = (): void => {
        const [value, old] = [model.get(name), values.get(name)];
        values.set(name, value);
        changed({ name, value, old });
      };
      model.on(`change:${name}`, hear);
      signal.addEventListener('abort', () => {
        model.off(`change:${name}`, hear);
      });
    }
    signal.addEventListener('abort', () => {
      this.#leave(names);
    });
    const given = [...this.#given].filter(([name]) => names.includes(name));
    if (given.length > 0) {
      model.set(Object.fromEntries(given));
      model.save_changes();
    }
    if (this.#isSame) {
      this.#given.clear();
    }
  }

  /** The value of a trait; of one that waits for its widget, what it was given. */
  get(name: string): unknown {
    return this.#model === null ? this.all[name] : this.#model.get(name);
  }

  /** Give a trait a value: at once, or when the widget is there. */
  set(name: string, value: unknown): void {
    if (this.#model === null || !this.#isSame) {
      this.#given.set(name, value);
    }
    this.#model?.set(name, value);
    this.#model?.save_changes();
  }

  /** All traits, and their values. */
  get all(): Record<string, unknown> {
    return this.#model === null
      ? { ...this.#last, ...Object.fromEntries(this.#given) }
      : valuesOf(this.#model);
  }

  #define(name: string): void {
    Object.defineProperty(this.#element, name, {
      configurable: true,
      enumerable: true,
      get: () => this.get(name),
      set: (value: unknown) => {
        this.set(name, value);
      },
    });
  }

  #leave(names: readonly string[]): void {
    if (this.#isSame) {
      this.#last = this.all;
      this.#model = null;
      return;
    }
    // What the widget was goes with it, but for what the page has set, which waits for the next.
    for (const name of names) {
      const present = Object.getOwnPropertyDescriptor(this.#element, name);
      if (present?.get !== undefined) {
        Reflect.deleteProperty(this.#element, name);
        if (this.#given.has(name)) {
          Reflect.set(this.#element, name, this.#given.get(name));
        }
      }
    }
    this.#model = null;
  }

  readonly #element: HTMLElement;
  readonly #given: Map<string, unknown>;
  readonly #isSame: boolean;
  /** What a widget was that is away. */
  #last: Readonly<Record<string, unknown>> = {};
  #model: Model | null = null;
}

function valuesOf(model: Model): Record<string, unknown> {
  return Object.fromEntries(namesOf(model).map((name) => [name, model.get(name)]));
}

function namesOf(model: Model): string[] {
  // A `CommModel` says which names it has; a model of Backbone's has its attributes.
  const { keys, attributes } = model as unknown as { keys?: unknown; attributes?: object };
  const all = Array.isArray(keys) ? keys.map(String) : Object.keys(attributes ?? {});
  return all.filter((name) => !name.startsWith('_') && !HIDDEN.has(name));
}
