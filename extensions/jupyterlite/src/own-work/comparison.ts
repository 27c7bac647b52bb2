/** A piece of two versions of a file, side by side: a cell of a notebook, or lines of a text. */
export interface Piece {
  /** The kind of a cell; null for lines of a text. */
  readonly kind: string | null;
  /** In the reader's copy; null where it has no such piece. */
  readonly mine: string | null;
  /** In the site's version; null where it has no such piece. */
  readonly published: string | null;
}

/** A cell, as far as it is compared. */
interface Cell {
  readonly id: string | null;
  readonly kind: string;
  readonly source: string;
}

/** Above so many comparisons, what differs is one piece. */
const MANY = 4_000_000;

/** Compare two versions of a notebook, cell by cell; null where one of them is no notebook. */
export function compareNotebooks(mine: unknown, published: unknown): Piece[] | null {
  const [left, right] = [cellsOf(mine), cellsOf(published)];
  if (left === null || right === null) {
    return null;
  }
  const isSame = (one: Cell, other: Cell): boolean => one.kind === other.kind && one.source === other.source;
  return aligned(left, right, isSame).flatMap(([from, to]) => pairs(from, to));
}

/** Compare two versions of a text, line by line. */
export function compareTexts(mine: string, published: string): Piece[] {
  const lines = (text: string): string[] => text.replaceAll('\r\n', '\n').split('\n');
  const parts = aligned(lines(mine), lines(published), (one, other) => one === other);
  const pieces: Piece[] = [];
  for (const [from, to] of parts) {
    const isSame = from.length === to.length && from.every((line, index) => line === to[index]);
    const last = pieces.at(-1);
    if (isSame && last !== undefined && last.mine === last.published) {
      const joined = `${last.mine ?? ''}\n${from.join('\n')}`;
      pieces.splice(-1, 1, { kind: null, mine: joined, published: joined });
    } else {
      const text = (part: readonly string[]): string | null => (part.length === 0 ? null : part.join('\n'));
      pieces.push({ kind: null, mine: text(from), published: text(to) });
    }
  }
  return pieces;
}

/** Whether a piece is the same in both versions. */
export function isSamePiece({ mine, published }: Piece): boolean {
  return mine === published;
}

/** Cells of a part in which nothing is the same: those of one name belong together, then those of one kind in their order. */
function pairs(from: readonly Cell[], to: readonly Cell[]): Piece[] {
  const rest = [...to];
  const pieces: Piece[] = [];
  for (const cell of from) {
    const byId = cell.id === null ? -1 : rest.findIndex(({ id }) => id === cell.id);
    const index = byId >= 0 ? byId : rest.findIndex(({ kind, id }) => kind === cell.kind && !isIn(from, id));
    const other = rest[index];
    if (other === undefined) {
      pieces.push({ kind: cell.kind, mine: cell.source, published: null });
    } else {
      // What stands above it on the site is new there.
      pieces.push(...rest.splice(0, index).map(publishedAlone));
      rest.shift();
      pieces.push({ kind: other.kind, mine: cell.source, published: other.source });
    }
  }
  return [...pieces, ...rest.map(publishedAlone)];
}

function publishedAlone({ kind, source }: Cell): Piece {
  return { kind, mine: null, published: source };
}

function isIn(cells: readonly Cell[], id: string | null): boolean {
  return id !== null && cells.some((cell) => cell.id === id);
}

/**
 * Align two lists by the longest list that is in both.
 *
 * @returns parts of both in their order: one that is the same in both is one item long, others are as long as may be.
 */
function aligned<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): [Item[], Item[]][] {
  let start = 0;
  const same = (one: Item | undefined, other: Item | undefined): boolean =>
    one !== undefined && other !== undefined && isSame(one, other);
  while (same(left[start], right[start])) {
    start += 1;
  }
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && same(left[left.length - 1 - end], right[right.length - 1 - end])) {
    end += 1;
  }
  const single = (item: Item, other: Item): [Item[], Item[]] => [[item], [other]];
  const both = (from: number, to: number, shift: number): [Item[], Item[]][] =>
    left.slice(from, to).flatMap((item, index) => {
      const other = right[from + index + shift];
      return other === undefined ? [] : [single(item, other)];
    });
  return [
    ...both(0, start, 0),
    ...alignedMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end), isSame),
    ...both(left.length - end, left.length, right.length - left.length),
  ];
}

function alignedMiddle<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): [Item[], Item[]][] {
  if (left.length === 0 && right.length === 0) {
    return [];
  }
  if (left.length === 0 || right.length === 0 || left.length * right.length > MANY) {
    return [[[...left], [...right]]];
  }
  const width = right.length + 1;
  // The longest common list from each place on.
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (const [row, item] of [...left.entries()].reverse()) {
    for (const [column, other] of [...right.entries()].reverse()) {
      lengths[row * width + column] = isSame(item, other)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const parts: [Item[], Item[]][] = [];
  let open: [Item[], Item[]] | null = null;
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [item, other] = [left[row], right[column]];
    if (item !== undefined && other !== undefined && isSame(item, other)) {
      parts.push([[item], [other]]);
      open = null;
      row += 1;
      column += 1;
      continue;
    }
    if (open === null) {
      open = [[], []];
      parts.push(open);
    }
    if (other === undefined || (item !== undefined && at(row + 1, column) >= at(row, column + 1))) {
      open[0].push(...(item === undefined ? [] : [item]));
      row += 1;
    } else {
      open[1].push(other);
      column += 1;
    }
  }
  return parts;
}

function cellsOf(notebook: unknown): Cell[] | null {
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    return null;
  }
  return notebook.cells.filter(isRecord).map(({ id, cell_type, source }) => ({
    id: typeof id === 'string' ? id : null,
    kind: typeof cell_type === 'string' ? cell_type : 'raw',
    source: textOf(source),
  }));
}

function textOf(source: unknown): string {
  return typeof source === 'string'
    ? source
    : Array.isArray(source)
      ? source.filter((line) => typeof line === 'string').join('')
      : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
