import { HoldingComm } from '@lite-build/afm/saved';
import { notebookOfManager } from './open-notebook.ts';
import { LockedModel, type ModelOptions, RestoredModel } from './restored-model.ts';

type Attributes = Parameters<RestoredModel['initialize']>[0];

/**
 * The model of a widget that belongs to a saved one, in place of a new model; undefined where there is no such.
 *
 * A model with no comm is saved state, whoever restores it. One with a comm is a widget of Python's, which may have been
 * saved: then the saved one becomes its model, and all its views stay.
 */
export function savedModelFor(
  attributes: Attributes,
  options: ModelOptions,
): RestoredModel | LockedModel | undefined {
  const notebook = notebookOfManager(options.widget_manager);
  if (notebook === undefined) {
    return undefined;
  }
  const { saved } = notebook;
  const { model_id: id, comm } = options;
  if (comm !== undefined) {
    const place = notebook.takePlace(id, attributes);
    const model = place === null ? undefined : saved?.restored.get(place);
    if (!(model instanceof RestoredModel)) {
      return undefined;
    }
    model.adopt(attributes, { ...options, comm });
    saved?.changed();
    return model;
  }
  if (saved?.isGranted !== true || !saved.content.models.has(id)) {
    return new LockedModel(attributes, options);
  }
  const known = saved.restored.get(id);
  if (known instanceof RestoredModel) {
    return known;
  }
  const holding = new HoldingComm(id, () => {
    saved.changed();
  });
  const model = new RestoredModel(attributes, { ...options, comm: holding });
  saved.restored.set(id, model);
  return model;
}
