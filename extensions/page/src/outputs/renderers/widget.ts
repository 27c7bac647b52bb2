import { CannotShow, type Rendering } from '../renderer.ts';

/** A widget's view, which whoever runs the widgets shows. */
export async function renderWidget({ element, value, options, signal }: Rendering): Promise<void> {
  const modelId = (value as { model_id?: unknown } | null)?.model_id;
  if (typeof modelId !== 'string') throw new CannotShow('The output names no widget.');
  // A widget that was shown and is closed has an empty model id: there is nothing to say.
  if (modelId === '') return;
  if (!options.renderWidget) throw new CannotShow('This page shows no widgets.');
  element.classList.add('lite-widget-view');
  const end = await options.renderWidget(modelId, element, signal);
  if (!end) return;
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}
