import type { OutputLimits } from '../options.ts';
import { TerminalText } from './terminal-text.ts';
import { TextView } from './text-view.ts';
import { word } from '../../words/later-words.ts';

/** An error as Python tells it. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  /** In pieces, with a terminal's colours; IPython's last is the error itself. */
  readonly traceback: readonly string[];
}

/** An error: its own words at once, and where it happened in a fold. */
export function errorView(content: ErrorContent, limits: OutputLimits, isOpen: boolean): HTMLElement {
  const { ename, traceback } = content;
  const element = document.createElement('div');
  element.className = 'lite-output lite-error';
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', ename === '' ? word('error') : word('error-of', { error: ename }));
  const last = traceback.at(-1);
  // A traceback in one piece has the error in its last line; in several, as its last piece.
  const pieces = traceback.length > 1 ? traceback : splitAtLastLine(last ?? '');
  const words = pieces.at(-1) ?? '';
  const isTold = ename !== '' && new TerminalText(words).plain().includes(ename);
  const where = (isTold ? pieces.slice(0, -1) : traceback).join('\n').replace(/^\n+|\s+$/g, '');
  const told = new TerminalText(isTold ? words.trimEnd() : errorLine(content));
  const line = new TextView(told, limits).element;
  line.classList.add('lite-error-line');
  element.append(line);
  if (where !== '') element.append(fold(where, limits, isOpen));
  return element;
}

/** The error in one line. */
export function errorLine({ ename, evalue }: ErrorContent): string {
  return evalue === '' ? ename : `${ename}: ${evalue}`;
}

function splitAtLastLine(traceback: string): string[] {
  const text = traceback.trimEnd();
  const at = text.lastIndexOf('\n');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function fold(traceback: string, limits: OutputLimits, isOpen: boolean): HTMLDetailsElement {
  const details = document.createElement('details');
  details.className = 'lite-traceback';
  const summary = document.createElement('summary');
  summary.textContent = word('traceback');
  details.append(summary);
  const unfold = (): void => {
    if (details.childElementCount === 1)
      details.append(new TextView(new TerminalText(traceback), limits).element);
  };
  if (isOpen) unfold();
  details.open = isOpen;
  // Text that is found or printed has to be there before the reader unfolds it; it is drawn when the page has time.
  queueMicrotask(unfold);
  return details;
}
