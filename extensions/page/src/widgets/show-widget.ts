import type { RenderWidget } from '../outputs/index.ts';
import type { PagePython } from '../page.ts';
import { loadModels } from './late-models.ts';

/** Shows the widgets that a Python has made in outputs. */
export function showWidgetIn({ models }: PagePython): RenderWidget {
  return async (modelId, element, signal) => {
    const [{ showWidget }] = await Promise.all([loadModels(), models.ready()]);
    signal.throwIfAborted();
    return showWidget(modelId, element, signal);
  };
}
