import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';

/** The output's element, as the script finds it: by an attribute, since a script gets no arguments. */
const HOST = 'data-lite-script-host';

/**
 * Runs JavaScript with `element`, the output's own, as JupyterLab does.
 *
 * By a script element: a page need not allow `eval`.
 */
export function renderJavaScript({ element, value }: Rendering): void {
  const script = document.createElement('script');
  element.setAttribute(HOST, '');
  element.addEventListener('lite-script-error', (event) => {
    const note = document.createElement('div');
    note.className = 'lite-note';
    note.textContent = `JavaScript error: ${String((event as CustomEvent<unknown>).detail)}`;
    element.append(note);
  });
  // The line break ends a comment in the last line.
  script.textContent = `((element) => { try { ((element) => {${joinedText(value)}
})(element); } catch (error) {
  console.error(error);
  element.dispatchEvent(new CustomEvent('lite-script-error', { detail: error }));
} })(document.currentScript.closest('[${HOST}]'));`;
  element.append(script);
}
