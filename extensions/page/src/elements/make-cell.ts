import type { LiteCell } from './lite-cell.ts';

/**
 * Make a cell that is not on the page yet.
 *
 * @param kernel the name of its Python; null for the page's own.
 */
export function makeCell(code: string, kernel: string | null): LiteCell {
  // By its tag: whoever is loaded late need not bring the class, which is there.
  const made: unknown = document.createElement('lite-cell');
  const cell = made as LiteCell;
  const script = document.createElement('script');
  script.type = 'text/x-python';
  script.textContent = code;
  cell.append(script);
  if (kernel !== null) {
    cell.setAttribute('kernel', kernel);
  }
  return cell;
}
