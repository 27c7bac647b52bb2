import { dedented } from '../elements/code/code.ts';
import { makeCell } from '../elements/make-cell.ts';

/**
 * Put an element of ours into the place of a tag of PyScript's that holds code to edit: a `<lite-cell>`, or, where it
 * makes a new one after each, a `<lite-repl>`. Its Python is in a worker; an editor that names no environment has names
 * of its own.
 */
export function joinEdited(tag: HTMLElement): void {
  const code = dedented(tag.textContent);
  const isPrompt = tag.hasAttribute('auto-generate') && tag.getAttribute('auto-generate') !== 'false';
  const made = isPrompt ? makePrompt(code) : makeCell(code, null);
  for (const [theirs, ours] of [
    ['env', 'namespace'],
    ['src', 'src'],
    ['id', 'id'],
    ['class', 'class'],
  ] as const) {
    const value = tag.getAttribute(theirs);
    if (value !== null) {
      made.setAttribute(ours, value);
    }
  }
  if (tag instanceof HTMLScriptElement && !made.hasAttribute('namespace')) {
    made.setAttribute('namespace', crypto.randomUUID());
  }
  if (tag.hasAttribute('setup')) {
    // It is run before the first of the cells below it, and nobody sees it.
    for (const attribute of ['in-order', 'hidden-code', 'hidden-controls']) {
      made.toggleAttribute(attribute, true);
    }
  }
  const place = document.getElementById((tag.getAttribute('target') ?? '').replace(/^#/, ''));
  if (place === null) {
    tag.replaceWith(made);
  } else {
    tag.remove();
    place.append(made);
  }
}

function makePrompt(code: string): HTMLElement {
  const prompt = document.createElement('lite-repl');
  if (code !== '') {
    const script = document.createElement('script');
    script.type = 'text/x-python';
    script.textContent = code;
    prompt.append(script);
  }
  return prompt;
}
