import type { WidgetSession } from '../kernel/session.ts';
import type { LateModels } from './late-models.ts';

/** A Python that makes widgets for elements: a kernel, or the one on the page's own thread. */
export interface WidgetPython {
  readonly session: WidgetSession;
  readonly models: LateModels;
}
