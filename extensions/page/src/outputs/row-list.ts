import type { Row } from './text/terminal-text.ts';
import { rowNode } from './text/text-nodes.ts';

/** What a list shows of a text. */
export interface ShownRows {
  readonly rows: readonly Row[];
  readonly start: number;
  /** Before which row it ends. */
  readonly end: number;
  /** How many rows the text has. */
  readonly height: number;
  /** Rows before this one are as they were when they were last shown. */
  readonly changedFrom: number;
  /** How many characters of one row are shown. */
  readonly most: number;
}

/** A node of the list, and how many rows are in it. */
interface Entry {
  readonly node: ChildNode;
  readonly rows: number;
}

/** Where so many rows come at once, they are put into blocks, which a browser lays out when they are looked at. */
const BLOCK = 250;

/** Rows that follow each other, as nodes of one element. */
export class RowList {
  readonly element = document.createElement('span');
  private start = 0;
  private shown = 0;
  private entries: Entry[] = [];

  /** Show these rows; nodes of those that have not changed stay, with what a reader has selected in them. */
  show(what: ShownRows): void {
    const { start, end, changedFrom } = what;
    this.dropBefore(start);
    // The line feed of the last row depends on whether another one follows.
    this.dropFrom(Math.max(0, Math.min(end, changedFrom - 1) - start));
    const added = document.createDocumentFragment();
    for (let row = start + this.shown; row < end; row = start + this.shown) {
      const isBlock = end - row > 2 * BLOCK;
      const node = isBlock ? blockNode(what, row) : shownRow(what, row);
      const rows = isBlock ? BLOCK : 1;
      this.entries.push({ node, rows });
      this.shown += rows;
      added.append(node);
    }
    this.element.append(added);
  }

  private dropBefore(start: number): void {
    let excess = start - this.start;
    while (excess > 0 && (this.entries[0]?.rows ?? Infinity) <= excess) {
      const first = this.entries.shift();
      first?.node.remove();
      excess -= first?.rows ?? 0;
      this.shown -= first?.rows ?? 0;
    }
    this.start = start;
    // What is left begins elsewhere.
    if (excess !== 0) this.dropFrom(0);
  }

  /** Drop what is behind so many rows, and all of a block that reaches over them. */
  private dropFrom(rows: number): void {
    while (this.shown > rows) {
      const last = this.entries.pop();
      if (!last) break;
      last.node.remove();
      this.shown -= last.rows;
    }
  }
}

function shownRow({ rows, height, most }: ShownRows, row: number): ChildNode {
  return rowNode(rows[row] ?? '', most, row < height - 1 ? '\n' : '');
}

function blockNode(what: ShownRows, first: number): HTMLElement {
  const block = document.createElement('span');
  block.className = 'lite-rows';
  for (let row = first; row < first + BLOCK; row += 1) block.append(shownRow(what, row));
  block.normalize();
  return block;
}
