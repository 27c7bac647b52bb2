import { type SavedCells, treeOf } from './saved-models.ts';

/** What tells which widgets are of one class. */
export function classOf(state: Readonly<Record<string, unknown>>): string {
  return [state._model_module, state._model_name, state._anywidget_id].map(String).join(' ');
}

/** A run of a cell, as far as it has opened widgets. */
export interface CellRun {
  /** The id of the message that asked for it. */
  readonly request: string;
  /** Of the cell, among all that were saved. */
  readonly index: number;
  readonly source: string;
  /** By class, how many widgets it has opened. */
  readonly opened: Map<string, number>;
}

/**
 * Find the saved model whose place a widget takes that a cell opens. Of one class, the first that the cell opens takes
 * the place of the first that it showed, and so on; what a cell above showed already, or has taken, was made there. A
 * cell that opens more than it showed made those which cells below it show, or none: they follow in the order in which
 * they were saved, unless the cell was rewritten.
 *
 * @param taken the models whose place is taken, each with the index of the cell that opened the widget.
 * @returns the model's id, or null for a widget that was not saved. Counts the widget as opened by the run.
 */
export function placeOf(
  run: CellRun,
  widgetClass: string,
  content: SavedCells,
  taken: ReadonlyMap<string, number>,
): string | null {
  const position = run.opened.get(widgetClass) ?? 0;
  run.opened.set(widgetClass, position + 1);
  const isFree = (id: string): boolean => !taken.has(id);
  const shownBy = (index: number): string[] =>
    (content.cells[index]?.shows ?? []).flatMap((id) => [...treeOf(id, content.models)]);
  const above = new Set([...content.cells.keys()].filter((index) => index < run.index).flatMap(shownBy));
  const own = new Set(shownBy(run.index));
  const made = [...content.models]
    .filter(([id, { state }]) => classOf(state) === widgetClass && !above.has(id))
    .map(([id]) => id);
  const shown = made.filter((id) => own.has(id) && (isFree(id) || taken.get(id) === run.index));
  const place =
    position < shown.length
      ? shown[position]
      : content.cells[run.index]?.source === run.source
        ? made.find((id) => !own.has(id) && isFree(id))
        : undefined;
  return place !== undefined && isFree(place) ? place : null;
}
