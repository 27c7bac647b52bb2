import { areEqual, CommModel } from '@lite-build/afm';
import { AuthorMistake, LiteElement } from '../elements/lite-element.ts';
import { tellOutput } from '../elements/lite-widget.ts';
import { givenAttribute, givenAttributes } from '../elements/widget-attributes.ts';
import { type TraitChange, WidgetTraits } from '../elements/widget-traits.ts';
import type { CellSink } from '../kernel/session.ts';
import { followPageScheme } from '../outputs/page-scheme.ts';
import { createAfmView } from '../widgets/afm-models.ts';
import styles from './component.css' with { type: 'text' };
import type { ComponentTag } from './component-tags.ts';
import { componentCode } from './modules.ts';
import { linkToPython } from './python-link.ts';
import { readAttributes } from './read-attributes.ts';
import { refusal, valuesOf } from './page-values.ts';
import { hasReadChildren, readChildren, readsDeeply } from './read-children.ts';
import { type ComponentSpecification, formTrait, SPECIFICATIONS } from './specifications.ts';

const NONE: ReadonlySet<string> = new Set();
/** A model's way to Python, where there is none. */
const NOWHERE = { send: () => ({ id: '', handled: Promise.resolve() }) };

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

/**
 * A part of a page's interface: an AFM widget whose model is the page's own, so that no Python is needed. Its traits are
 * attributes and properties, as those of `<lite-widget>`; where it has an `id`, a Python that is there knows it as well.
 * Says `lite-ready` and `lite-change`.
 */
export class LiteComponent extends LiteElement {
  /** @param tree how its own tree is made. */
  constructor(tree: Partial<ShadowRootInit> = {}) {
    super(tree);
    this.root.adoptedStyleSheets = [sheet];
  }

  /** All traits, and their values. */
  get traits(): Record<string, unknown> {
    return this.#traits.all;
  }

  /** The value of a trait. */
  getTrait(name: string): unknown {
    return this.#traits.get(name);
  }

  /** Give a trait a value. */
  setTrait(name: string, value: unknown): void {
    this.#traits.set(name, value);
  }

  protected override get predecessors(): Promise<unknown> {
    return Promise.resolve();
  }

  protected override begin(signal: AbortSignal): void {
    const { class: title, traits } = this.specification;
    const read = this.#read();
    this.#first = read;
    const model = new CommModel(
      crypto.randomUUID(),
      {
        ...read,
        ...this.#kept,
        _kind: this.specification.kind,
        _anywidget_id: `litewidget.components.${title}`,
      },
      NOWHERE,
    );
    this.#model = model;
    const outlet = document.createElement('div');
    outlet.part.add('widget');
    // What the page has put into it is seen until the widget is.
    const slot = document.createElement('slot');
    this.root.append(slot, outlet);
    this.#traits.join(
      model,
      (change) => {
        if (!this.#refuses(model, change)) {
          this.#say('lite-change', change);
        }
      },
      signal,
    );
    this.joinModel?.(model, signal);
    this.#follow(signal);
    if (this.id !== '') {
      const complain = (mistake: AuthorMistake): void => {
        this.complain(mistake);
      };
      const sink: CellSink = {
        output: (output) => {
          tellOutput(output, complain);
        },
        ask: () => Promise.resolve(''),
      };
      const names = Object.keys(traits);
      const { id } = this;
      linkToPython(this.python, { id, class: title, model, traits: names, sink, complain }, signal);
    }
    signal.addEventListener('abort', () => {
      // All else may be said otherwise while it is away.
      const changed = Object.keys(traits).filter((name) => !areEqual(model.get(name), this.#first[name]));
      this.#kept = Object.fromEntries(changed.map((name) => [name, model.get(name)]));
      this.#model = null;
      model.close();
      slot.remove();
      outlet.remove();
    });
    this.#show(model, outlet, signal)
      .then(() => {
        slot.remove();
        this.#say('lite-ready', undefined);
      })
      .catch((error: unknown) => {
        if (!signal.aborted) {
          this.complain(error);
        }
      });
  }

  async #show(model: CommModel, outlet: HTMLElement, signal: AbortSignal): Promise<void> {
    const { module, style } = await componentCode(this.specification.module);
    signal.throwIfAborted();
    model.set({ _esm: module, _css: style });
    followPageScheme(outlet, signal);
    await createAfmView(model, outlet, signal).settled;
    const control = outlet.querySelector<HTMLInputElement>('[part~="control"]');
    signal.throwIfAborted();
    if (control !== null) {
      this.joinView?.(model, control, signal);
    }
  }

  /** Give a trait its value back where a script of the page has given it one of a wrong form, and tell of it. */
  #refuses(model: CommModel, { name, value, old }: TraitChange): boolean {
    if (this.#isRefusing) {
      return true;
    }
    const words = refusal(this, this.specification, { name, value }, this.traits);
    if (words === undefined) {
      return false;
    }
    this.complain(new AuthorMistake(words, 'It keeps the value that it had.'));
    this.#isRefusing = true;
    model.set(name, old);
    this.#isRefusing = false;
    return true;
  }

  /** Take what the page changes. */
  #follow(signal: AbortSignal): void {
    const attributes = new MutationObserver((changes) => {
      const names = changes.map(({ attributeName }) => attributeName ?? '');
      const given = [...new Set(names)].flatMap((name) => givenAttribute({ name }, this, this.own) ?? []);
      if (given.length > 0) {
        this.#take(readAttributes(given, this.specification).values);
      }
    });
    attributes.observe(this, { attributes: true });
    const children = new MutationObserver(() => {
      const said = Object.entries(readChildren(this));
      // As in HTML, what is chosen or written stays where there are other children.
      const own = formTrait(this.specification);
      const isChanged = own !== undefined && !areEqual(this.#model?.get(own), this.#first[own]);
      this.#take(Object.fromEntries(said.filter(([name]) => name !== own || !isChanged)));
    });
    if (hasReadChildren(this)) {
      const isDeep = readsDeeply(this);
      children.observe(this, { childList: true, subtree: isDeep, characterData: isDeep });
    }
    signal.addEventListener('abort', () => {
      attributes.disconnect();
      children.disconnect();
    });
  }

  #take(values: Readonly<Record<string, unknown>>): void {
    // It tells anew of all that is wrong now.
    const read = this.#read();
    this.#first = read;
    this.#model?.set(Object.fromEntries(Object.keys(values).map((name) => [name, read[name]])));
    this.#model?.save_changes();
  }

  /** The values that the page says, and the others; tells of mistakes in them. */
  #read(): Readonly<Record<string, unknown>> {
    this.root.querySelector('[part~="mistake"]')?.remove();
    const { values, mistakes } = valuesOf(this, this.specification, givenAttributes(this, this.own));
    if (mistakes.length > 0) {
      this.complain(new AuthorMistake(mistakes.join(' '), 'Mend the attributes.'));
    }
    return values;
  }

  #say(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** Take part in the page by the model, until the signal. */
  protected joinModel?(model: CommModel, signal: AbortSignal): void;

  /** Take part by the browser's own control, once it is shown. */
  protected joinView?(model: CommModel, control: HTMLInputElement, signal: AbortSignal): void;

  /** Attributes that it has for itself. */
  protected get own(): ReadonlySet<string> {
    return NONE;
  }

  /** Give a trait a value that it has had, now or as soon as the element is what it says. */
  protected restore(trait: string, value: unknown): void {
    this.#kept = { ...this.#kept, [trait]: value };
    this.#model?.set(trait, value);
    this.#model?.save_changes();
  }

  /** Give a trait the value that the page says. */
  protected reset(trait: string): void {
    if (this.#model !== null) {
      this.#model.set(trait, this.#first[trait]);
      this.#model.save_changes();
    }
  }

  protected get specification(): ComponentSpecification {
    return SPECIFICATIONS[this.localName as ComponentTag];
  }

  readonly #traits = new WidgetTraits(this, new Map(), true);
  #model: CommModel | null = null;
  #isRefusing = false;
  /** What the page says. */
  #first: Readonly<Record<string, unknown>> = {};
  /** What it was when it was last on the page. */
  #kept: Readonly<Record<string, unknown>> = {};
}
