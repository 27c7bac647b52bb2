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
  const extension = PathExt.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const day = parts.map((part) => String(part).padStart(2, '0')).join('-');
  for (let number = 1; ; number += 1) {
    const copy = `${stem} (mine ${day}${number === 1 ? '' : ` ${number}`})${extension}`;
    if (!(await isTaken(copy))) {
      return copy;
    }
  }
}
