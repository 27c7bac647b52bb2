import attributesSource from '../../python/lite_build_attributes.py';
import elementsSource from '../../python/lite_build_elements.py';
import { LatePython } from '../kernel/late-python.ts';
import type { CellSink, WidgetSession } from '../kernel/session.ts';

/** By this target Python knows what an element asks for. */
const TARGET = 'lite-build.element';
const MODULES = new LatePython({
  lite_build_attributes: attributesSource,
  lite_build_elements: elementsSource,
});

/** A text that an attribute has; whether it may be meant for something else than the widget. */
export interface GivenAttribute {
  readonly name: string;
  /** Null where the attribute is gone. */
  readonly text: string | null;
  readonly isOptional: boolean;
}

/** What an element asks Python for: a class to make a widget of, by its module or its tag; or a variable that holds one. */
export type ElementRequest =
  { readonly source: string } | { readonly tag: string } | { readonly variable: string };

/** What Python says to an element. */
type Answer =
  | { readonly method: 'show'; readonly model: string }
  | { readonly method: 'event'; readonly event: string; readonly detail: unknown }
  | { readonly method: 'mistake'; readonly message: string; readonly remedy: string };

export interface ElementListener {
  show(modelId: string): void;
  /** The widget's Python tells the page of an event. */
  happen(event: string, detail: unknown): void;
  mistake(message: string, remedy: string): void;
}

/** An element's end of what it says to Python. */
export class ElementPython {
  /**
   * Ask Python, which is started if it is not there.
   *
   * @param sink takes what Python puts out meanwhile, and what the widget's own callbacks put out later.
   * @param signal takes back what was asked: what was made for it is closed.
   * @returns null if Python has ended meanwhile.
   */
  static async ask(
    session: WidgetSession,
    request: ElementRequest,
    attributes: () => readonly GivenAttribute[],
    { listener, sink, signal }: { listener: ElementListener; sink: CellSink; signal: AbortSignal },
  ): Promise<ElementPython | null> {
    const isThere = await MODULES.ready(session);
    if (!isThere || signal.aborted) {
      return null;
    }
    return new ElementPython(
      session,
      { ...request, attributes: attributes().map(wireOf) },
      { listener, sink, signal },
    );
  }

  private constructor(
    session: WidgetSession,
    request: object,
    { listener, sink, signal }: { listener: ElementListener; sink: CellSink; signal: AbortSignal },
  ) {
    this.#session = session;
    this.#generation = session.generation;
    session.router.listenToComms(
      {
        comm: ({ type, message }) => {
          // Most messages are others'.
          if (type !== 'comm_msg' || !message.includes(this.#id)) {
            return;
          }
          const { content } = JSON.parse(message) as { content: { comm_id: string; data: Answer } };
          if (content.comm_id === this.#id) {
            tell(listener, content.data);
          }
        },
        reset: () => undefined,
      },
      signal,
    );
    const content = { comm_id: this.#id, target_name: TARGET, data: request };
    void session.sendComm('comm_open', content, { sink });
    signal.addEventListener('abort', () => {
      this.#say('comm_close', {});
      session.forget(sink);
    });
  }

  /** An attribute is another than it was. */
  changeAttribute(attribute: GivenAttribute): void {
    const [name, text, optional] = wireOf(attribute);
    this.#say('comm_msg', { method: 'attribute', name, text, optional });
  }

  /** Have Python look whether the variable holds another widget. */
  look(): void {
    this.#say('comm_msg', { method: 'look' });
  }

  #say(type: 'comm_msg' | 'comm_close', data: object): void {
    // To the Python that was asked, and to none after it.
    if (this.#session.generation === this.#generation && this.#session.state.stage === 'ready') {
      void this.#session.sendComm(type, { comm_id: this.#id, data });
    }
  }

  readonly #session: WidgetSession;
  readonly #generation: number;
  readonly #id = crypto.randomUUID();
}

function tell(listener: ElementListener, answer: Answer): void {
  switch (answer.method) {
    case 'show':
      listener.show(answer.model);
      break;
    case 'event':
      listener.happen(answer.event, answer.detail);
      break;
    case 'mistake':
      listener.mistake(answer.message, answer.remedy);
  }
}

function wireOf({ name, text, isOptional }: GivenAttribute): [string, string | null, boolean] {
  return [name, text, isOptional];
}
