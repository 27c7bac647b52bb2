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
  if (element.hasAttribute('worker')) {
    return (
      "worker is left out: scripts run on the page's own thread. Take the attribute away; or, for what takes long and " +
      'needs no document, write a <lite-cell>, whose Python is in a worker.'
    );
  }
  return null;
}
