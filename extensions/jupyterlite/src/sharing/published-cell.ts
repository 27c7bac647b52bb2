import { isNotebook } from '../application/typed-notebook.ts';
import { fileAddress } from '../drive/published-files.ts';

/**
 * The name of a cell, if the published notebook has a cell of that name; else null.
 *
 * Cells of older notebooks have no names in the file, and get others each time one is opened. The reader's own cells
 * are not published.
 */
export async function publishedCell(path: string, cell: string): Promise<string | null> {
  try {
    const response = await fetch(fileAddress(path));
    const notebook: unknown = response.ok ? await response.json() : null;
    return isNotebook(notebook) && notebook.cells.some(({ id }) => id === cell) ? cell : null;
  } catch {
    return null;
  }
}
