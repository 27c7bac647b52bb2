import type { ChildWidget, Host } from '../contract.ts';
import { type Model, widgetName } from '../models/model.ts';
import { modelProxy } from '../models/model-proxy.ts';
import type { Binding } from './binding.ts';
import { WidgetError } from './failure.ts';
import type { View } from './view.ts';

/** What a view's host needs of the runtime around it. */
export interface CompositionParts {
  readonly getModel: (id: string) => Promise<Model>;
  readonly bindingOf: (model: Model) => Binding | undefined;
  readonly makeView: (model: Model, element: HTMLElement, around: readonly View[]) => View;
}

const REFERENCE_PREFIX = 'anywidget:';

/** A view's way to other widgets. Whatever it gives ends with the signal. */
export function hostOf(view: View, signal: AbortSignal, parts: CompositionParts): Host {
  const modelOf = async (reference: unknown): Promise<Model> => {
    const model = await parts.getModel(referencedId(reference));
    signal.throwIfAborted();
    return model;
  };
  return {
    getModel: async (reference) => modelProxy(await modelOf(reference), signal),
    getWidget: async (reference) => {
      const model = await modelOf(reference);
      const binding = parts.bindingOf(model);
      if (binding === undefined) {
        throw new WidgetError(`${String(reference)} refers to a model that has no front-end module to show.`);
      }
      await binding.ready(signal);
      return childOf(view, signal, binding, parts);
    },
  };
}

/** @throws WidgetError for what is no reference to a widget. */
function referencedId(reference: unknown): string {
  if (typeof reference === 'string' && reference.startsWith(REFERENCE_PREFIX)) {
    return reference.slice(REFERENCE_PREFIX.length);
  }
  throw new WidgetError(
    `${JSON.stringify(reference)} is no reference to a widget. ` +
      `Those are strings such as '${REFERENCE_PREFIX}<model id>', as a WidgetTrait holds them.`,
  );
}

function childOf(view: View, signal: AbortSignal, binding: Binding, parts: CompositionParts): ChildWidget {
  return {
    get exports() {
      return binding.exports;
    },
    render: async (place) => {
      signal.throwIfAborted();
      place.signal?.throwIfAborted();
      const around = [...view.around, view];
      if (around.some(({ model }) => model === binding.model)) {
        const circle = [...around.map(({ model }) => model), binding.model].map(widgetName);
        throw new WidgetError(
          `These widgets show each other in a circle: ${circle.join(' → ')}. ` +
            'Let one of them refer to the other by getModel instead.',
        );
      }
      const child = parts.makeView(binding.model, place.el, around);
      for (const ending of [signal, place.signal]) {
        ending?.addEventListener('abort', () => void child.end(), { signal: child.signal });
      }
      binding.show(child);
      await child.settled;
    },
  };
}
