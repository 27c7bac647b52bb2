import type { TypedCell } from '@lite-build/messages/typed-cells';

/** What of a notebook's cell is used here; the rest stays as it is. */
interface Cell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** What of a notebook is used here; the rest stays as it is. */
export interface NotebookContent {
  readonly cells: readonly Cell[];
}

/** How notebooks' names end. */
const SUFFIX = '.ipynb';

/** Whether something that a site has answered is a notebook, as far as it is used here. */
export function isNotebook(value: unknown): value is NotebookContent {
  const cells: unknown = typeof value === 'object' && value !== null && 'cells' in value ? value.cells : null;
  return Array.isArray(cells) && cells.every((cell) => typeof cell === 'object' && cell !== null);
}

/**
 * A notebook with what a reader has typed on its page. What such a cell has put out was another code's, and goes.
 *
 * What was typed into a cell that the notebook has not, as where the page is older, is a cell at its end.
 */
export function withTyped<Content extends NotebookContent>(
  notebook: Content,
  typed: readonly TypedCell[],
): Content {
  const sources = new Map(typed.map(({ cell, source }) => [cell, source]));
  const names = new Set(notebook.cells.map(({ id }) => id));
  const cells = notebook.cells.map((cell, index) => {
    const place = String(index + 1);
    const name = cell.id !== undefined && sources.has(cell.id) ? cell.id : names.has(place) ? '' : place;
    const source = sources.get(name);
    sources.delete(name);
    return source === undefined ? cell : { ...cell, ...withoutOutputs(cell), source };
  });
  const others = [...sources.values()].map((source) => ({
    cell_type: 'code',
    metadata: {},
    source,
    ...withoutOutputs({ cell_type: 'code', source }),
  }));
  return { ...notebook, cells: [...cells, ...others] };
}

function withoutOutputs({ cell_type: type }: Cell): object {
  return type === 'code' ? { execution_count: null, outputs: [] } : {};
}

/** Whether two notebooks have the same text and code. */
export function isSameText(one: NotebookContent, other: NotebookContent): boolean {
  return (
    one.cells.length === other.cells.length &&
    one.cells.every((cell, index) => {
      const second = other.cells[index];
      return cell.cell_type === second?.cell_type && textOf(cell) === textOf(second);
    })
  );
}

function textOf({ source }: Cell): string {
  return typeof source === 'string' ? source : source.join('');
}

/** The name of the copy of a notebook that has what was typed on its page: the first such copy, the second and so on. */
export function copyName(name: string, number: number): string {
  const stem = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
  return `${stem} (from its page${number === 1 ? '' : ` ${number}`})${SUFFIX}`;
}
