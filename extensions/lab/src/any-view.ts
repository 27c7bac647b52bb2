import { DOMWidgetView } from '@jupyter-widgets/base';

/** A place on the page where an AFM widget is shown. */
export class AnyView extends DOMWidgetView {
  readonly #shown = new AbortController();

  override render(): void {
    this.el.textContent = 'here';
  }

  override remove(): unknown {
    this.#shown.abort();
    return super.remove();
  }
}
