import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { AnyModel as LiveModel } from './any-model.ts';
import { DirectClassicComm, asDirectComm } from './direct-comm.ts';
import { savedModelFor } from './saved/adoption.ts';
import type { ModelOptions } from './saved/restored-model.ts';

export { AnyView } from './any-view.ts';

/** What managers make models of. They make one for each comm and each saved state; some of those are one widget. */
export const AnyModel = new Proxy(LiveModel, {
  construct: (model, [attributes, given]: [Parameters<LiveModel['initialize']>[0], ModelOptions]) => {
    const comm = given.comm === undefined ? undefined : asDirectComm(given.comm, given.widget_manager);
    const options = comm === undefined ? given : { ...given, comm };
    const made: DOMWidgetModel = savedModelFor(attributes, options) ?? new model(attributes, options);
    if (comm instanceof DirectClassicComm) {
      made.once('destroy', () => {
        comm.leave();
      });
    }
    return made;
  },
});
