/** A change that waits to be stored. A file's content is looked at when it goes. */
export type Pending<Node> =
  | { readonly type: 'write'; path: string; readonly node: Node }
  | { readonly type: 'folder'; path: string; readonly node: Node }
  | { readonly type: 'remove'; readonly path: string }
  | { readonly type: 'rename'; readonly path: string; readonly to: string };

/**
 * What a program has done to a drive and nobody was told yet, in its order. Of what it has done and undone nothing is
 * left: a file that was made and removed leaves no trace, and one that was written often is one change.
 */
export class PendingChanges<Node extends object> {
  get isEmpty(): boolean {
    return this.#changes.size === 0;
  }

  /** Whether paths have changed that are known to others by their old ones. */
  get hasRenames(): boolean {
    return this.#renames > 0;
  }

  /** Whether a node is to be written. */
  has(node: Node): boolean {
    return this.#byNode.has(node);
  }

  /** A file has other content, or a file or folder was made. */
  add(type: 'write' | 'folder', node: Node, path: string): void {
    if (!this.#byNode.has(node)) {
      const change = { type, node, path };
      this.#byNode.set(node, change);
      this.#changes.add(change);
    }
  }

  remove(path: string): void {
    this.#changes.add({ type: 'remove', path });
    this.#removed.add(path);
  }

  rename(path: string, to: string): void {
    this.#changes.add({ type: 'rename', path, to });
    this.#removed.add(path);
    this.#renames += 1;
  }

  /** Whether a path is to be removed or renamed. */
  isRemoved(path: string): boolean {
    return this.#removed.has(path);
  }

  /**
   * A node needs not be written any more.
   *
   * @returns whether it was to be.
   */
  forget(node: Node): boolean {
    const change = this.#byNode.get(node);
    if (change === undefined) {
      return false;
    }
    this.#byNode.delete(node);
    return this.#changes.delete(change);
  }

  /**
   * Take out what can go now.
   *
   * @param mayGo whether a node's content may be stored as it is now; the change stays where it may not.
   * @param pathOf where a node is now: all renames go.
   */
  take(mayGo: (node: Node) => boolean, pathOf: (node: Node) => string): Pending<Node>[] {
    const taken: Pending<Node>[] = [];
    for (const change of this.#changes) {
      if (change.type === 'write' && !mayGo(change.node)) {
        change.path = pathOf(change.node);
        continue;
      }
      taken.push(change);
      this.#changes.delete(change);
      if ('node' in change) {
        this.#byNode.delete(change.node);
      }
    }
    this.#removed.clear();
    this.#renames = 0;
    return taken;
  }

  readonly #changes = new Set<Pending<Node>>();
  readonly #byNode = new Map<Node, Pending<Node> & { node: Node }>();
  readonly #removed = new Set<string>();
  #renames = 0;
}
