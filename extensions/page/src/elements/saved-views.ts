/** The class of what holds a view of a saved widget, which needs no Python: to act on it is not to ask for that. */
export const SAVED_VIEW = 'lite-saved-view';

const STATE = 'application/vnd.jupyter.widget-state+json';

/** What holds the state of the widgets in an element's saved output: beside it, or beside what it is in. */
export function stateScriptOf(element: Element): Element | null {
  for (let scope = element.parentElement; scope !== null; scope = scope.parentElement) {
    const script = scope.querySelector(`:scope > script[type="${STATE}"]`);
    if (script !== null) {
      return script;
    }
  }
  return null;
}
