import { WidgetFault } from '../models/fault.ts';
import { type Model, widgetName } from '../models/model.ts';

/** A command was called where no Python is yet that could follow it. */
export class NoPythonError extends WidgetFault {
  override readonly name = 'NoPythonError';

  /** @param content of the message that calls it. */
  constructor(model: Model, content: unknown) {
    const { name } = content as { readonly name?: unknown };
    super(
      model,
      `${widgetName(model)}: the command '${String(name)}' needs Python, which has not made this widget yet: run its ` +
        'cell, then try again.',
    );
  }
}
