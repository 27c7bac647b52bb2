import { PathExt } from '@jupyterlab/coreutils';

/**
 * The path that a reader's copy has beside the site's file: "course/lesson (mine 2026-11-30).ipynb".
 *
 * @param date the reader's own day.
 * @param isTaken whether there is something at a path.
 */
export async function pathOfCopy(
  path: string,
  date: Date,
  isTaken: (path: string) => Promise<boolean>,
): Promise<string> {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const day = parts.map((part) => String(part).padStart(2, '0')).join('-');
  for (let number = 1; ; number += 1) {
    const copy = pathBeside(path, `mine ${day}`, number);
    if (!(await isTaken(copy))) {
      return copy;
    }
  }
}

/**
 * A path beside another: "course/lesson (shared 2).ipynb".
 *
 * @param note what the name says of the file.
 * @param number of the files with this note; the first has none.
 */
export function pathBeside(path: string, note: string, number: number): string {
  const extension = PathExt.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return `${stem} (${note}${number === 1 ? '' : ` ${number}`})${extension}`;
}
