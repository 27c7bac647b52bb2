import { loadOutputs } from '../elements/late-outputs.ts';
import type { OutputArea } from '../outputs/output-area.ts';
import type { DisplayContent, MimeBundle } from '../outputs/output-values.ts';
import { hearTags } from '../tags/hear-tags.ts';
import { LateModels } from '../widgets/late-models.ts';
import { showWidgetIn } from '../widgets/show-widget.ts';
import { BrowserStore } from './browser-store.ts';
import { directDisplay } from './direct-displays.ts';
import { ErrorBoxes } from './error-boxes.ts';
import { ReaderFolders } from './reader-folders.ts';
import { ThreadComms } from './thread-comms.ts';
import type { NamedWorker, NamedWorkers } from './worker/named-workers.ts';

/** What Python on the page's thread has done by the page. `python/litepage/page.py` names it. */
export class PageHost {
  /**
   * @param site its root.
   * @param workers of the page.
   * @param models of the widgets of a Python in a worker; without them, Python is on the page's own thread.
   */
  constructor(site: string, workers: NamedWorkers, models: LateModels | null = null) {
    this.#workers = workers;
    this.#store = new BrowserStore(site);
    this.#models = models ?? new LateModels(this.comms, new AbortController().signal);
    this.folders = new ReaderFolders(this.#store);
    if (models === null) {
      hearTags({ session: this.comms, models: this.#models }, null, this.#never.signal);
    }
  }

  /**
   * Show a value, by all its forms as JSON, at the end of an element.
   *
   * @param isSet whether it has a place of its own there; else the element is that.
   */
  show(element: HTMLElement, content: string, isSet: boolean): void {
    const { data, metadata } = JSON.parse(content) as DisplayContent;
    const direct = directDisplay({ data, metadata });
    let place = element;
    if (isSet || direct === null) {
      place = document.createElement('div');
      element.append(place);
    }
    if (direct === null) {
      this.#showRich(place, { data, metadata });
      return;
    }
    if (isText(data)) {
      place.style.whiteSpace = 'pre-wrap';
    }
    place.append(direct.content);
    direct.begin(place);
  }

  /** Take all away that is in an element. */
  clear(element: HTMLElement): void {
    for (const [place, area] of this.#areas) {
      if (element.contains(place)) {
        area.dispose();
        this.#areas.delete(place);
      }
    }
    element.replaceChildren();
  }

  /**
   * The same.
   *
   * @throws Error if there is none.
   */
  found(target: string): Element {
    const element = this.find(target);
    if (element === null) {
      throw new Error(`Cannot find element with id='${target}' in the page.`);
    }
    return element;
  }

  /** The element with an id, or the first that a selector finds. */
  find(target: string): Element | null {
    const named = document.getElementById(target.replace(/^#/, ''));
    if (named !== null) {
      return named;
    }
    try {
      return document.querySelector(target);
    } catch {
      // It is no selector either.
      return null;
    }
  }

  /**
   * Have a function of Python's be called at an event.
   *
   * @param target a selector, an element, or several.
   * @param isPrevented whether what the browser would do by itself is left out.
   * @param isStopped whether the elements around hear nothing of it.
   * @param isTold whether it is an error that a selector finds nothing.
   * @returns what ends that; null where a selector finds nothing.
   */
  listen(
    target: string | EventTarget | Iterable<EventTarget>,
    event: string,
    callback: (event: Event) => unknown,
    isPrevented: boolean,
    isStopped: boolean,
    options: AddEventListenerOptions | null | undefined,
    isTold: boolean,
  ): (() => void) | null {
    const elements = targetsOf(target);
    if (elements.length === 0) {
      if (isTold) {
        throw new Error('the page has no such element to listen to');
      }
      return null;
    }
    const listener = (happened: Event): void => {
      if (isPrevented) {
        happened.preventDefault();
      }
      if (isStopped) {
        happened.stopPropagation();
      }
      callback(happened);
    };
    for (const element of elements) {
      element.addEventListener(event, listener, options ?? {});
    }
    this.listeners += 1;
    let hasEnded = false;
    return () => {
      this.listeners -= hasEnded ? 0 : 1;
      hasEnded = true;
      for (const element of elements) {
        element.removeEventListener(event, listener, options ?? {});
      }
    };
  }

  /** Show what is printed. */
  print(element: HTMLElement, text: string): void {
    let { lastElementChild: place } = element;
    if (!(place instanceof HTMLElement) || !this.#printed.has(place)) {
      place = document.createElement('div');
      (place as HTMLElement).style.whiteSpace = 'pre-wrap';
      this.#printed.add(place);
      element.append(place);
    }
    place.append(text);
  }

  log(line: string): void {
    console.log(line);
  }

  logError(line: string): void {
    console.error(line);
  }

  /** Tell of an error of the page's own code, beside the script that has it. */
  report(words: string, script: HTMLElement | null): void {
    this.errors.show(words, script);
  }

  /**
   * The worker of a name, once it is ready.
   *
   * @throws Error in words, if there is none.
   */
  async worker(name: string): Promise<NamedWorker> {
    return await this.#workers.named(name);
  }

  /** Start a worker that runs a file. */
  startWorker(source: string, name: string, config: string): NamedWorker {
    return this.#workers.start(source, name, config);
  }

  async importModule(address: string): Promise<unknown> {
    return await import(new URL(address, document.baseURI).href);
  }

  declaredModule(name: string): unknown {
    return this.modules.get(name) ?? null;
  }

  /** All that is kept by a name, as JSON. */
  async stored(name: string): Promise<string> {
    return JSON.stringify(await this.#store.read(name));
  }

  /** Keep texts by their keys, and forget others, both as JSON. */
  async store(name: string, texts: string, gone: string): Promise<void> {
    const kept = JSON.parse(texts) as Record<string, string>;
    await this.#store.write(name, kept, JSON.parse(gone) as string[]);
  }

  async askForFolder(mode: string, root: string, id: string): Promise<boolean> {
    return await this.folders.ask(mode === 'read' ? 'read' : 'readwrite', root, id);
  }

  async mountFolder(path: string, id: string): Promise<unknown> {
    return await this.folders.mount(path, id);
  }

  unmountFolder(path: string): void {
    this.folders.unmount(path);
  }

  async forgetFolder(id: string): Promise<void> {
    await this.folders.forget(id);
  }

  #showRich(place: HTMLElement, content: DisplayContent): void {
    void loadOutputs().then(({ OutputArea: Area }) => {
      const area = new Area(place, { renderWidget: showWidgetIn({ models: this.#models }) });
      this.#areas.set(place, area);
      area.restore([{ output_type: 'display_data', ...content }]);
    });
  }

  /** How many of Python's functions are called at events. */
  listeners = 0;
  /** The modules that the configuration declares, by its names. */
  modules: ReadonlyMap<string, unknown> = new Map();
  readonly errors = new ErrorBoxes();
  readonly folders: ReaderFolders;
  readonly comms = new ThreadComms();
  readonly #store: BrowserStore;
  /** It ends with the page. */
  readonly #never = new AbortController();
  readonly #workers: NamedWorkers;
  readonly #models: LateModels;
  readonly #areas = new Map<HTMLElement, OutputArea>();
  readonly #printed = new WeakSet<Element>();
}

function targetsOf(target: string | EventTarget | Iterable<EventTarget>): EventTarget[] {
  if (typeof target === 'string') {
    return [...document.querySelectorAll(target)];
  }
  return 'addEventListener' in target ? [target] : [...target];
}

function isText(data: MimeBundle): boolean {
  return Object.keys(data).every((kind) => kind === 'text/plain' || kind === 'application/json');
}
