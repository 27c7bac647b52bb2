import type { CellOutput } from '@lite-build/messages';
import type { CellSink } from '../kernel/session.ts';
import type { ElementPython, ElementRequest } from '../widgets/element-python.ts';
import type { WidgetPython } from '../widgets/widget-python.ts';
import { AuthorMistake } from './author-mistake.ts';
import { LiteElement } from './lite-element.ts';
import { PythonStatus } from './python-status.ts';
import { givenAttribute, givenAttributes, WHICH_WIDGET } from './widget-attributes.ts';
import { type TraitChange, WidgetTraits } from './widget-traits.ts';
import { word } from '../words/words.ts';

/**
 * One widget: made by Python of a class, or made by a cell.
 *
 * Its traits are attributes (texts, which are read by the trait's own type) and properties. What else is in it is shown
 * until the widget is.
 *
 * @attr {package.module:Class} src the class that Python makes it of
 * @attr {name} from the variable in which a cell of the page has it; attributes of a variable are named with dots
 * @attr {text} trait-… the value of the trait that is named; the prefix is needed where elements have such an attribute
 * @fires lite-ready the widget is there
 * @fires lite-change a trait has changed; `detail` has `name`, `value` and `old`
 */
export class LiteWidget extends LiteElement implements CellSink {
  /** All traits, and their values; before the widget is there, what was set. */
  get traits(): Record<string, unknown> {
    return this.#traits.all;
  }

  /** The value of a trait, also of one whose name an element has for itself. */
  getTrait(name: string): unknown {
    return this.#traits.get(name);
  }

  /** Give a trait a value: at once, or when the widget is there. */
  setTrait(name: string, value: unknown): void {
    this.#traits.set(name, value);
  }

  /**
   * What Python puts out beside the widget: errors are told where the widget is, texts on the console.
   *
   * @internal
   */
  output(output: CellOutput): void {
    tellOutput(output, (mistake) => {
      this.complain(mistake);
    });
  }

  /**
   * A widget has nowhere to ask its reader.
   *
   * @internal
   */
  ask(): Promise<string> {
    return Promise.resolve('');
  }

  protected override begin(signal: AbortSignal): void {
    const request = this.request();
    const { session } = this.maker;
    const slot = document.createElement('slot');
    const status = new PythonStatus(session, signal);
    this.#status = status;
    this.root.append(status.element, slot);
    this.#outlet = this.outlet(slot);
    signal.addEventListener('abort', () => {
      this.#end();
      this.root.replaceChildren();
    });
    const act = (): void => {
      if (this.mayAsk) {
        this.#ask(request);
      }
      session.addEventListener(
        'state',
        () => {
          if (session.state.stage === 'failed') {
            this.#generation = null;
          } else if (
            session.state.stage === 'starting' &&
            session.generation !== this.#generation &&
            this.mayAsk
          ) {
            this.#ask(request);
          }
        },
        { signal },
      );
      if ('variable' in request) {
        session.addEventListener('run', () => this.#python?.look(), { signal });
      }
    };
    this.onceWanted('visible', signal, act, false, session);
    const observer = new MutationObserver((changes) => {
      for (const name of new Set(changes.map(({ attributeName }) => attributeName ?? ''))) {
        const attribute = givenAttribute({ name }, this, this.ownAttributes);
        if (attribute !== undefined) {
          this.#python?.changeAttribute(attribute);
        }
      }
    });
    observer.observe(this, { attributes: true });
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
  }

  /** The Python that makes the widget. */
  protected get maker(): WidgetPython {
    return this.python;
  }

  /** Whether that can be asked now. */
  protected get mayAsk(): boolean {
    return true;
  }

  /** Attributes that are no trait's, besides those of all elements. */
  protected get ownAttributes(): ReadonlySet<string> {
    return WHICH_WIDGET;
  }

  /**
   * Where the widget is shown; what else is in there goes then.
   *
   * @param slot shows what the page has put into the element.
   */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- of use to those that have a tree of their own.
  protected outlet(_slot: HTMLSlotElement): HTMLElement {
    return this;
  }

  /** @throws AuthorMistake if the attributes name no widget. */
  protected request(): ElementRequest {
    const source = this.getAttribute('src');
    const variable = this.getAttribute('from');
    if ((source === null) === (variable === null)) {
      throw new AuthorMistake(
        source === null ? 'It names no widget.' : 'It names two widgets.',
        'Name a class (src="package:Class") or what a cell has made (from="name").',
      );
    }
    return source === null ? { variable: variable ?? '' } : { source };
  }

  /** Ask Python for the widget; once more where Python is another. */
  #ask(request: ElementRequest): void {
    const { session } = this.maker;
    session.want();
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#generation = session.generation;
    this.#python = null;
    const { signal } = this.#asking;
    if ('variable' in request) {
      this.#status?.wait(word('waits-for-cell', { name: request.variable }), true);
    } else {
      this.#status?.wait(word('making-widget'));
    }
    this.#connect(request, signal).catch((error: unknown) => {
      if (!signal.aborted) {
        this.complain(error);
      }
    });
  }

  async #connect(request: ElementRequest, signal: AbortSignal): Promise<void> {
    const { ElementPython } = await import('../widgets/element-python.ts');
    const { session } = this.maker;
    const listener = {
      show: (modelId: string) => {
        this.#status?.goOn();
        this.#show(modelId, signal).catch((error: unknown) => {
          if (!signal.aborted) {
            this.#status?.wait(null);
            this.complain(error);
          }
        });
      },
      happen: (event: string, detail: unknown) => {
        this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true, detail }));
      },
      mistake: (message: string, remedy: string) => {
        this.#status?.wait(null);
        this.complain(new AuthorMistake(message, remedy));
      },
    };
    const ends = { listener, sink: this, signal };
    this.#python = await ElementPython.ask(
      session,
      request,
      () => givenAttributes(this, this.ownAttributes),
      ends,
    );
  }

  async #show(modelId: string, asked: AbortSignal): Promise<void> {
    // What Python says next may be another one, of an attribute of this widget.
    this.root.querySelector('[part~="mistake"]')?.remove();
    const [models, { followPageScheme }] = await Promise.all([
      this.maker.models.ready(),
      import('../outputs/page-scheme.ts'),
    ]);
    asked.throwIfAborted();
    const before = this.#shown;
    const shown = new AbortController();
    this.#shown = shown;
    const signal = shown.signal;
    const place = document.createElement('div');
    place.className = 'lite-widget-view';
    // The one before stays until this one is there; what stood in the element goes. A widget may measure its place as
    // soon as it is made, so that has its width.
    Object.assign(place.style, { visibility: 'hidden', height: '0', overflow: 'hidden' });
    const outlet = this.#outlet;
    outlet.append(place);
    signal.addEventListener('abort', () => {
      place.remove();
    });
    let model: Awaited<ReturnType<typeof models.model>> | null = null;
    try {
      model = await models.model(modelId, signal);
      followPageScheme(place, signal);
      await models.show(modelId, place, signal);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
    if (model === null || signal.aborted) {
      // Another one was asked to be shown meanwhile.
      before.abort();
      return;
    }
    before.abort();
    for (const node of [...outlet.childNodes]) {
      if (node !== place) {
        node.remove();
      }
    }
    Object.assign(place.style, { visibility: '', height: '', overflow: '' });
    this.#status?.wait(null);
    this.#traits.join(
      model,
      (change) => {
        this.#say('lite-change', change);
      },
      signal,
    );
    this.#say('lite-ready', undefined);
  }

  #say(type: string, detail: TraitChange | undefined): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  #end(): void {
    this.#asking.abort();
    this.#shown.abort();
    this.#python = null;
    this.#status = null;
    this.#generation = null;
  }

  readonly #traits = new WidgetTraits(this, new Map());
  #outlet: HTMLElement = this;
  #status: PythonStatus | null = null;
  #python: ElementPython | null = null;
  /** Which of the session's Pythons was asked. */
  #generation: number | null = null;
  #asking = new AbortController();
  #shown = new AbortController();
}

/**
 * Tell what Python puts out beside a widget: texts on the console.
 *
 * @param complain tells of errors, where the widget is.
 */
export function tellOutput(output: CellOutput, complain: (mistake: AuthorMistake) => void): void {
  if (output.type === 'execute_error') {
    const { ename, evalue, traceback } = output.bundle;
    console.error(traceback.join('\n') || `${ename}: ${evalue}`);
    complain(new AuthorMistake(`Python has raised ${ename}: ${evalue}.`, 'The traceback is on the console.'));
  } else if (output.type === 'stream') {
    console.info(output.bundle.text.trimEnd());
  }
}
