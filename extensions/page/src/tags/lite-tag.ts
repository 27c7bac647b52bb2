import { LiteWidget } from '../elements/lite-widget.ts';
import { currentPage } from '../page.ts';
import { anyOf } from '../widgets/any-of.ts';
import type { ElementRequest } from '../widgets/element-python.ts';
import type { WidgetPython } from '../widgets/widget-python.ts';
import { madeTags, type TagMaker } from './made-tags.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * A tag that is a class of Python's: of a package that the site ships, or of code that runs on the page.
 *
 * It is a `<lite-widget>` whose class its name says. The widget is in the element's own tree: what the page puts into the
 * element stays the page's, and is shown until the widget is there, and then by the widget's slots.
 */
export class LiteTag extends LiteWidget {
  protected override begin(signal: AbortSignal): void {
    let asked = new AbortController();
    const become = (): void => {
      asked.abort();
      asked = new AbortController();
      this.#maker = madeTags.makerOf(this);
      try {
        super.begin(anyOf(signal, asked.signal));
      } catch (error) {
        this.complain(error);
      }
    };
    madeTags.addEventListener(
      this.localName,
      () => {
        if (this.#source === undefined && madeTags.makerOf(this) !== this.#maker) {
          become();
        }
      },
      { signal },
    );
    become();
  }

  protected override get maker(): WidgetPython {
    return this.#maker?.python ?? this.python;
  }

  protected override get mayAsk(): boolean {
    return this.#source !== undefined || madeTags.makerOf(this) !== undefined;
  }

  protected override get ownAttributes(): ReadonlySet<string> {
    return NONE;
  }

  protected override outlet(slot: HTMLSlotElement): HTMLElement {
    const outlet = document.createElement('div');
    outlet.part.add('widget');
    slot.replaceWith(outlet);
    outlet.append(slot);
    return outlet;
  }

  protected override request(): ElementRequest {
    const source = this.#source;
    return source === undefined ? { tag: this.localName } : { source };
  }

  /** The class of a package that the tag is. */
  get #source(): string | undefined {
    return currentPage().elements.get(this.localName);
  }

  #maker: TagMaker | undefined;
}
