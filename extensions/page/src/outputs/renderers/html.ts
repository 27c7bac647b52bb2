import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { runScripts } from './scripts.ts';

/** Where mathematics may begin. */
export const MATHEMATICS = /\$[^$]|\\[([]|\\begin\{/;

/** HTML as Python made it: with its scripts where it is trusted, else with what is safe of it. */
export async function renderHtml(rendering: Rendering): Promise<void> {
  const { element, value, metadata, isTrusted, signal } = rendering;
  const source = joinedText(value);
  if (metadata['isolated'] === true && isTrusted) {
    element.append(frameOf(source));
    return;
  }
  element.classList.add('lite-html');
  if (isTrusted) {
    element.innerHTML = source;
  } else {
    const { sanitized } = await import('./sanitize.ts');
    if (signal.aborted) return;
    element.append(sanitized(source));
  }
  openElsewhere(element);
  if (isTrusted) await runScripts(element, signal);
  if (MATHEMATICS.test(element.textContent)) {
    const { typeset } = await import('./mathematics.ts');
    if (!signal.aborted) typeset(element);
  }
}

/** Have links that lead away open in a tab of their own: what a reader has run would be lost. */
export function openElsewhere(element: HTMLElement): void {
  for (const link of element.querySelectorAll<HTMLAnchorElement>('a[href]:not([target])')) {
    if (link.origin === location.origin || !link.protocol.startsWith('http')) continue;
    link.target = '_blank';
    link.relList.add('noopener');
  }
}

/** A page of its own for HTML that asks for that, as high as its content. */
function frameOf(source: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.className = 'lite-frame';
  frame.title = 'Output';
  frame.srcdoc = source;
  frame.addEventListener('load', () => {
    const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
    if (height > 0) frame.style.height = `${height}px`;
  });
  return frame;
}
