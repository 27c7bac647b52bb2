import { cellsOf, isRecord, type SavedContent } from './content.ts';

/**
 * Tell whether a Jupyter server trusts a notebook: then it marks all cells of code, and else none. A notebook without
 * such cells has no mark at all, and is nobody's.
 */
export function isTrustedByServer({ cells }: Pick<SavedContent, 'cells'>): boolean {
  const code = cells.filter((cell) => cell !== null);
  return code.length > 0 && code.every((cell) => cell.isTrusted);
}

/** The notebook with no cell that says of itself that it can be trusted. */
export function withoutTrust(notebook: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const cells = cellsOf(notebook).map((cell) =>
    isRecord(cell.metadata)
      ? {
          ...cell,
          metadata: Object.fromEntries(Object.entries(cell.metadata).filter(([key]) => key !== 'trusted')),
        }
      : cell,
  );
  return { ...notebook, cells };
}
