import { AnyModel as LiveModel } from './any-model.ts';
import { savedModelFor } from './saved/adoption.ts';
import type { ModelOptions } from './saved/restored-model.ts';

export { AnyView } from './any-view.ts';

/** What managers make models of. They make one for each comm and each saved state; some of those are one widget. */
export const AnyModel = new Proxy(LiveModel, {
  construct: (model, [attributes, options]: [Parameters<LiveModel['initialize']>[0], ModelOptions]) =>
    savedModelFor(attributes, options) ?? new model(attributes, options),
});
