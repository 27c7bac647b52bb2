import type { RenderWidget } from '../outputs/index.ts';
import type { LateModels } from './late-models.ts';

/** Shows the widgets that a Python has made in outputs. */
export function showWidgetIn({ models }: { readonly models: LateModels }): RenderWidget {
  return async (modelId, element, signal) => {
    const ready = await models.ready();
    signal.throwIfAborted();
    return ready.show(modelId, element, signal);
  };
}
