import { EDITED, RUN } from './signs.ts';

/** Why a tag's Python is not run, and what to write instead; null where it is run. */
export function whyNotRun(element: HTMLElement): string | null {
  const type = element.getAttribute('type') ?? '';
  if (/^m?py-game$/.test(type)) {
    return (
      `type="${type}" is left out: this page has no game loop of PyGame's. Write <script type="py">, and draw on a ` +
      '<canvas>.'
    );
  }
  if (!element.matches(`${RUN}, ${EDITED}`)) {
    return `<script> has no type "${type}". Write type="py".`;
  }
  return null;
}
