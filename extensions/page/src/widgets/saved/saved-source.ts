import { type SavedCells, withReferences } from '@lite-build/afm/saved';
import type { OrderedCell } from '../../kernel/run-order.ts';
import type { CellSink, RunEnd } from '../../kernel/session.ts';

/** A cell whose outputs show saved widgets, or that makes them. */
export interface WidgetCell extends OrderedCell, CellSink {
  readonly code: string;
  run(): Promise<RunEnd>;
}

/** Some saved widgets, and the cells that they are of. */
export interface SavedSource extends SavedCells {
  /** On the page, in the order of the source's cells. */
  readonly hosts: readonly (WidgetCell | null)[];
  /** The cells that have to be run before one, though the order of the page's runs does not say so. */
  readonly before: (cell: WidgetCell) => readonly WidgetCell[];
  /** What runs all of the cells, if something does. */
  readonly whole: OrderedCell | null;
}

/**
 * The same widgets under ids of their own, where theirs are taken: a page may show one notebook twice.
 *
 * @returns what they were saved with, and the id of each by that which it was saved under.
 */
export function withOwnIds(
  { models, cells }: SavedCells,
  isTaken: (id: string) => boolean,
): SavedCells & { readonly ids: ReadonlyMap<string, string> } {
  const ids = new Map([...models.keys()].map((id) => [id, isTaken(id) ? crypto.randomUUID() : id]));
  const own = (id: string): string => ids.get(id) ?? id;
  return {
    ids,
    models: new Map(
      [...models].map(([id, model]) => [own(id), { ...model, state: withReferences(model.state, own) }]),
    ),
    cells: cells.map((cell) => cell && { ...cell, shows: cell.shows.map(own) }),
  };
}
