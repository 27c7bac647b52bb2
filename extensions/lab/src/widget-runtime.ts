import type { WidgetModel } from '@jupyter-widgets/base';
import { type Binding, type Model, Runtime, type WidgetView } from '@lite-build/afm';
import { copyOf, readSiteFile } from './site-files.ts';

const models = new Set<WidgetModel>();

/** Runs the AFM widgets of all notebooks and consoles on the page, so that each module is loaded once. */
const runtime = new Runtime({
  getModel: async (id, asking) => {
    const { widget_manager: manager } = asking as unknown as WidgetModel;
    if (!manager.has_model(id)) {
      throw new Error(`There is no widget whose model is ${id}.`);
    }
    return asRuntimesModel(await manager.get_model(id));
  },
  readSiteFile,
  copyOf,
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

/** Have all widgets look for changes of the files that they are made from. */
export function refreshFiles(): void {
  runtime.refresh();
}

/** Show a model's widget in an element. */
export function createView(model: WidgetModel, element: HTMLElement): WidgetView {
  return runtime.createView(asRuntimesModel(model), element);
}

/** A model of ipywidgets' as the runtime sees it. */
export function asRuntimesModel(model: WidgetModel): Model {
  // The conventions are Backbone's on both sides; ipywidgets and Backbone only declare them with other types.
  return model as unknown as Model;
}
