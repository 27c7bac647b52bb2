import type { WidgetView } from '@lite-build/afm';
import { DOMWidgetView } from '@jupyter-widgets/base';
import { version } from '../package.json';
import { keepOwnKeys } from './own-keys.ts';
import { followTheme } from './page-theme.ts';
import { LockedModel } from './saved/restored-model.ts';
import { createView } from './widget-runtime.ts';

/** A place on the page where an AFM widget is shown. */
export class AnyView extends DOMWidgetView {
  #view: WidgetView | undefined;
  readonly #ending = new AbortController();

  /** Does not wait for the widget: until a view is rendered, ipywidgets gives its model no more messages. */
  override render(): void {
    // Tells which loader runs a widget, where there are several.
    this.el.dataset.litewidget = version;
    followTheme(this.el, this.#ending.signal);
    if (this.model instanceof LockedModel) {
      this.el.textContent = 'A saved widget that does not run. Run its cell to make it anew.';
      return;
    }
    this.el.addEventListener('keydown', keepOwnKeys);
    this.#view = createView(this.model, this.el);
  }

  override remove(): unknown {
    void this.#view?.end();
    this.#ending.abort();
    return super.remove();
  }
}
