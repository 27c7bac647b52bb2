import { readSavedModels } from '@lite-build/afm/saved';
import type { NotebookCell } from '../../notebook/notebook-file.ts';
import type { OrderedCell } from '../../kernel/run-order.ts';
import type { PagePython } from '../../page.ts';
import type { WidgetCell } from './saved-source.ts';
import { SavedWidgets } from './saved-widgets.ts';

const VIEW = 'application/vnd.jupyter.widget-view+json';

export interface NotebookCells {
  readonly cells: readonly NotebookCell[];
  /** Where they are on the page; null for those that have no code. */
  readonly hosts: readonly (WidgetCell | null)[];
  /** Those that are run one after the other. */
  readonly run: readonly WidgetCell[];
  /** What runs all of them. */
  readonly whole: OrderedCell;
}

/**
 * The widgets that a notebook was saved with.
 *
 * @param states of their models, as the notebook has them.
 * @param signal ends them.
 * @returns null where the notebook is not on the page any more.
 * @throws Error if what shows widgets could not be fetched.
 */
export async function savedNotebookWidgets(
  states: Readonly<Record<string, unknown>>,
  { cells, hosts, run, whole }: NotebookCells,
  python: PagePython,
  signal: AbortSignal,
): Promise<SavedWidgets | null> {
  const models = await python.models.ready();
  if (signal.aborted) {
    return null;
  }
  const source = {
    models: readSavedModels(states),
    cells: cells.map((cell) =>
      cell.type === 'code' ? { source: cell.source, shows: cell.outputs.flatMap(shownBy) } : null,
    ),
    hosts,
    before: (cell: WidgetCell) => run.slice(0, Math.max(0, run.indexOf(cell))),
    whole,
  };
  return new SavedWidgets(source, python, models, signal);
}

function shownBy(output: object): string[] {
  const { data } = output as { readonly data?: Readonly<Record<string, unknown>> };
  const id = (data?.[VIEW] as { readonly model_id?: unknown } | undefined)?.model_id;
  return typeof id === 'string' && id !== '' ? [id] : [];
}
