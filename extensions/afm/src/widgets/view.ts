import type { Experimental, Host, WidgetDefinition } from '../contract.ts';
import { type Model, widgetName } from '../models/model.ts';
import { modelProxy } from '../models/model-proxy.ts';
import { cleanUp } from './cleanup.ts';
import { type Failure, failureOf } from './failure.ts';
import { complaintCard, failureCard, waitingNote } from './notes.ts';
import { STYLE_ATTRIBUTE, type Stylesheets, type StyleUse } from './stylesheets.ts';

/** Milliseconds before a view says that its widget is loading: what is faster flashes nothing. */
export const LOADING_NOTE_DELAY = 200;
/** Milliseconds before it says what it is waiting for. */
export const SLOW_NOTE_DELAY = 10_000;

/** What a view shows: a widget that has initialized. */
export interface Shown {
  readonly definition: WidgetDefinition;
  readonly experimental: Experimental;
  /** The names of the widget's files in traces. */
  readonly traceNames: readonly string[];
}

/** A view's way to other widgets, for as long as the signal lasts. */
export type HostOf = (view: View, signal: AbortSignal) => Host;

interface Rendering {
  readonly controller: AbortController;
  cleanup: unknown;
}

/**
 * One place where a widget is shown. Each time that it renders, the widget gets an element that is new: nothing that an
 * earlier module did to it, listeners and shadow roots included, is met by the next.
 */
export class View {
  readonly model: Model;
  readonly element: HTMLElement;
  /** The views that this one is shown within, from the outermost. */
  readonly around: readonly View[];
  readonly #stylesheets: Stylesheets;
  readonly #hostOf: HostOf;
  readonly #ending = new AbortController();
  #rendering: Rendering | null = null;
  #style: StyleUse | null = null;
  #css = '';
  /** What went wrong while there was no widget to say it above. */
  #complaint: string | null = null;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #settle: () => void = () => undefined;
  /** Settles, without an error, when the view shows its widget or why it cannot. */
  readonly settled = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  constructor(
    model: Model,
    element: HTMLElement,
    parts: { around: readonly View[]; stylesheets: Stylesheets; hostOf: HostOf },
  ) {
    this.model = model;
    this.element = element;
    this.around = parts.around;
    this.#stylesheets = parts.stylesheets;
    this.#hostOf = parts.hostOf;
  }

  /** Aborted when the view has ended. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Wait for the widget: say so if it takes long. @param waitingFor completes "… has not finished". */
  wait(waitingFor: string): void {
    const name = widgetName(this.model);
    this.#clearTimers();
    this.#noteLater(LOADING_NOTE_DELAY, `Loading ${name}…`);
    this.#noteLater(SLOW_NOTE_DELAY, `Loading ${name}… ${waitingFor} has not finished yet.`);
  }

  /** Show a widget in place of what is there. What it throws, at once or later, is shown instead. */
  async show(shown: Shown): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    const rendering: Rendering = { controller: new AbortController(), cleanup: undefined };
    this.#rendering = rendering;
    const { signal } = rendering.controller;
    const { place, element } = this.#makePlace();
    this.element.replaceChildren(place);
    if (this.#complaint !== null) {
      this.complain(this.#complaint);
    }
    this.wait("Its 'render'");
    try {
      const result: unknown = await shown.definition.render?.({
        model: modelProxy(this.model, signal),
        el: element,
        signal,
        host: this.#hostOf(this, signal),
        experimental: shown.experimental,
      });
      if (signal.aborted) {
        await cleanUp(result, widgetName(this.model));
        return;
      }
      rendering.cleanup = result;
      this.#removeNotes();
      this.#settle();
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      await this.leave();
      if (!this.#isEmpty()) {
        return;
      }
      this.fail(failureOf(error, widgetName(this.model), 'render', shown.traceNames), () => {
        void this.leave().then(() => this.show(shown));
      });
    }
  }

  /** Show why there is nothing else to show. */
  fail(failure: Failure, retry: () => void): void {
    if (!this.signal.aborted) {
      this.#removeNotes();
      this.element.replaceChildren(failureCard(failure, retry));
      console.error(`${failure.widget}: ${failure.message}`, failure.error);
      this.#settle();
    }
  }

  /** Say above the widget, which stays, what went wrong, once it is there. Only the last complaint is. */
  complain(message: string): void {
    this.#complaint = this.#rendering === null ? message : null;
    if (this.#rendering !== null) {
      const card = complaintCard(widgetName(this.model), message, () => {
        card.remove();
      });
      this.element.querySelector(':scope > .afm-complaint')?.remove();
      this.element.prepend(card);
    }
  }

  /** Give the view another style, none where the text is empty. */
  restyle(css: string): void {
    if (css === this.#css || this.signal.aborted) {
      return;
    }
    this.#css = css;
    const previous = this.#style;
    this.#style = css.trim() === '' ? null : this.#stylesheets.use(css, this.element);
    this.element.querySelector(':scope > .afm-place')?.setAttribute(STYLE_ATTRIBUTE, this.#style?.key ?? '');
    previous?.release();
  }

  /**
   * End what is shown, and keep the place. The widget's signal and cleanup come first, within this call, while its DOM
   * stands; the DOM goes when the cleanup has settled.
   */
  async leave(): Promise<void> {
    const rendering = this.#rendering;
    this.#rendering = null;
    this.#clearTimers();
    if (rendering !== null) {
      rendering.controller.abort(new DOMException('The view was replaced or removed.', 'AbortError'));
      await cleanUp(rendering.cleanup, widgetName(this.model));
    }
    if (this.#isEmpty()) {
      this.element.replaceChildren();
    }
  }

  /** End the view. Twice is harmless. */
  async end(): Promise<void> {
    if (!this.signal.aborted) {
      this.#ending.abort();
      await this.leave();
      this.#style?.release();
      this.#style = null;
      this.#settle();
    }
  }

  /** A style's rules reach what is below its scope's root, and the widget's own element has to be among that. */
  #makePlace(): { readonly place: HTMLElement; readonly element: HTMLElement } {
    const [place, element] = [document.createElement('div'), document.createElement('div')];
    place.className = 'afm-place';
    place.setAttribute(STYLE_ATTRIBUTE, this.#style?.key ?? '');
    element.className = 'afm-widget';
    for (const each of [place, element]) {
      // The host's element has the place and the size: the widget fills it.
      Object.assign(each.style, { inlineSize: '100%', blockSize: '100%' });
    }
    place.append(element);
    return { place, element };
  }

  /** Whether no later rendering has taken the place meanwhile. */
  #isEmpty(): boolean {
    return this.#rendering === null;
  }

  #noteLater(delay: number, text: string): void {
    this.#timers.push(
      setTimeout(() => {
        this.#removeNote();
        this.element.prepend(waitingNote(text));
      }, delay),
    );
  }

  #removeNotes(): void {
    this.#clearTimers();
    this.#removeNote();
  }

  #removeNote(): void {
    this.element.querySelector(':scope > .afm-waiting')?.remove();
  }

  #clearTimers(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
  }
}
