const MOVING_KEYS = new Set([
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'End',
  'Home',
  'PageDown',
  'PageUp',
]);

/**
 * Leave the browser's own controls the keys that they are operated by: a notebook's shortcuts would take the arrows from
 * a slider, and Enter from a button or a text of several lines. All other keys go on to the notebook.
 */
export function keepOwnKeys(event: KeyboardEvent): void {
  const [focused] = event.composedPath();
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  if (isPlain && focused instanceof Element && operates(event.key, focused)) {
    event.stopPropagation();
  }
}

function operates(key: string, control: Element): boolean {
  if (control.matches('button, a[href], summary')) {
    return key === 'Enter' || key === ' ';
  }
  if (control.matches('textarea')) {
    // In a cell JupyterLab has no line begun by Enter: it is to have run the cell.
    return key === 'Enter' || MOVING_KEYS.has(key);
  }
  if (control.matches('input')) {
    return key === ' ' || MOVING_KEYS.has(key);
  }
  return control.matches('select') && key !== 'Escape';
}
