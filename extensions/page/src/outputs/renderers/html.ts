import { followAddresses } from './addresses.ts';
import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { runScripts } from './scripts.ts';
import { word } from '../../words/later-words.ts';

/** Where there may be mathematics: a price alone is none. */
export const MATHEMATICS = /\$[^$]+\$|\\[([]|\\begin\{/;

/** HTML as Python made it: with its scripts where it is trusted, else with what is safe of it. */
export async function renderHtml(rendering: Rendering): Promise<void> {
  const { element, value, metadata, isTrusted, signal } = rendering;
  const source = joinedText(value);
  if (metadata['isolated'] === true && isTrusted) {
    element.append(frameOf(source));
    return;
  }
  element.classList.add('lite-html');
  let content: DocumentFragment;
  if (isTrusted) {
    const template = document.createElement('template');
    template.innerHTML = source;
    content = template.content;
  } else {
    const { sanitized } = await import('./sanitize.ts');
    if (signal.aborted) return;
    content = sanitized(source);
  }
  followAddresses(content, rendering.options.base);
  element.append(content);
  if (isTrusted) await runScripts(element, signal);
  if (MATHEMATICS.test(element.textContent)) {
    const { typeset } = await import('./mathematics.ts');
    if (!signal.aborted) typeset(element);
  }
}

/** A page of its own for HTML that asks for that, as high as its content. */
function frameOf(source: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.className = 'lite-frame';
  frame.title = word('output');
  frame.srcdoc = source;
  frame.addEventListener('load', () => {
    const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
    if (height > 0) frame.style.height = `${height}px`;
  });
  return frame;
}
