import { DOMWidgetModel, type Dict } from '@jupyter-widgets/base';

/** The state of an AFM widget, kept equal to Python's as ipywidgets keeps every widget's. */
export class AnyModel extends DOMWidgetModel {
  /** Copies bytes too, which ipywidgets' own would turn into empty objects. */
  override serialize(state: Dict<unknown>): ReturnType<DOMWidgetModel['serialize']> {
    return super.serialize(state);
  }
}
