import type { WidgetModel } from '@jupyter-widgets/base';
import { type Binding, type Model, Runtime, type WidgetView } from '@lite-build/afm';

const models = new Set<WidgetModel>();

/** Runs the AFM widgets of all notebooks and consoles on the page, so that each module is loaded once. */
const runtime = new Runtime({
  getModel: async (id) => {
    // A manager knows a model as soon as it begins to make it, before the model is among ours.
    const manager = [...models].map((model) => model.widget_manager).find((each) => each.has_model(id));
    const model = await manager?.get_model(id);
    if (model === undefined) {
      throw new Error(`There is no widget whose model is ${id}.`);
    }
    return asRuntimesModel(model);
  },
});

/** Join a model to its module until it is destroyed. */
export function bind(model: WidgetModel): Binding {
  models.add(model);
  model.once('destroy', () => models.delete(model));
  return runtime.bind(asRuntimesModel(model));
}

/** The models of all AFM widgets on the page. */
export function liveModels(): readonly WidgetModel[] {
  return [...models];
}

/** Show a model's widget in an element. */
export function createView(model: WidgetModel, element: HTMLElement): WidgetView {
  return runtime.createView(asRuntimesModel(model), element);
}

function asRuntimesModel(model: WidgetModel): Model {
  // The conventions are Backbone's on both sides; ipywidgets and Backbone only declare them with other types.
  return model as unknown as Model;
}
