import { loadOutputs } from '../elements/late-outputs.ts';
import type { OutputArea } from '../outputs/output-area.ts';
import type { DisplayContent } from '../outputs/output-values.ts';
import { ErrorBoxes } from './error-boxes.ts';

/** What Python on the page's thread has done by the page. `python/litepage/page.py` names it. */
export class PageHost {
  /** Show a value, by all its forms as JSON, at the end of an element. */
  show(element: HTMLElement, content: string): void {
    const shown = JSON.parse(content) as DisplayContent;
    const kinds = Object.keys(shown.data);
    const place = document.createElement('div');
    element.append(place);
    if (kinds.length === 1 && kinds[0] === 'text/plain') {
      place.style.whiteSpace = 'pre-wrap';
      place.textContent = String(shown.data['text/plain']);
      return;
    }
    void loadOutputs().then(({ OutputArea: Area }) => {
      const area = new Area(place);
      this.#areas.set(place, area);
      area.restore([{ output_type: 'display_data', ...shown }]);
    });
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
    this.#errors.show(words, script);
  }

  /** An element of which Python is the handler can be used. */
  ready(element: HTMLElement): void {
    this.onReady(element);
  }

  async importModule(address: string): Promise<unknown> {
    return await import(new URL(address, document.baseURI).href);
  }

  declaredModule(name: string): unknown {
    return this.modules.get(name) ?? null;
  }

  /** The modules that the configuration declares, by its names. */
  readonly modules = new Map<string, unknown>();
  onReady: (element: HTMLElement) => void = () => undefined;
  readonly #errors = new ErrorBoxes();
  readonly #areas = new Map<HTMLElement, OutputArea>();
  readonly #printed = new WeakSet<Element>();
}
