import type { Model } from './model.ts';

/**
 * What went wrong between a widget's module and its Python class. The module may catch it; what no module catches is
 * shown in the widget's views.
 */
export abstract class WidgetFault extends Error {
  /** Whose fault it is. */
  readonly model: Model;

  constructor(model: Model, message: string) {
    super(message);
    this.model = model;
  }
}
