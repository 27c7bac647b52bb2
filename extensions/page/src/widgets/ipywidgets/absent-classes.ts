import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';

/** A model of a module that this page does not have: its state, and nothing else. */
export class AbsentModel extends DOMWidgetModel {}

/** Says what a page cannot show. */
export class AbsentView extends DOMWidgetView {
  override render(): void {
    const name = String(this.model.get('_view_name')).replace(/View$/, '');
    const module = String(this.model.get('_view_module'));
    this.el.classList.add('lite-widget-absent');
    this.el.textContent =
      `This page cannot show ${name}: the widget's front end is ${module}, an extension of JupyterLab. ` +
      'Open the notebook in JupyterLab, or use a widget that brings its own module (anywidget).';
  }
}
