/** An attribute such as `py-click` or `mpy-input`. */
const HANDLER = /^m?py-(.+)$/;
/** Says of a control that it waits; see https://www.w3.org/TR/wai-aria/#aria-busy. */
const WAITS = 'aria-busy';

/** Where an attribute has Python handle an event. */
export interface Handler {
  readonly element: Element;
  readonly event: string;
  /** A function's name, or Python to be evaluated. */
  readonly expression: string;
  /** Of the scripts that have the names in it: as the element says, or one around it. */
  readonly environment: string;
}

/** The handlers that the attributes of an element and of all in it name. */
export function handlersIn(root: ParentNode & Node): Handler[] {
  const elements =
    root instanceof Element ? [root, ...root.querySelectorAll('*')] : [...root.querySelectorAll('*')];
  return elements.flatMap((element) =>
    [...element.attributes].flatMap(({ name, value }) => {
      const event = HANDLER.exec(name)?.[1];
      const environment = element.closest('[env]')?.getAttribute('env') ?? '';
      return event === undefined ? [] : [{ element, event, expression: value, environment }];
    }),
  );
}

/** Have a control wait, visibly, until Python can handle what is done with it. */
export function letWait(element: Element): void {
  if (!element.hasAttribute(WAITS)) {
    element.setAttribute(WAITS, 'true');
    if ('disabled' in element && element.disabled === false) {
      element.disabled = true;
      disabled.add(element);
    }
  }
}

/** Have the page be as it is until Python comes: code is hidden, and controls of Python's wait. */
export function awaitPython(): void {
  // Browsers show the text of tags that they do not know.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('py-script, mpy-script, py-config, mpy-config, py-env, py-repl { display: none; }');
  document.adoptedStyleSheets.push(sheet);
  for (const { element } of handlersIn(document)) {
    letWait(element);
  }
}

/** End the wait. */
export function letUse(element: Element): void {
  element.removeAttribute(WAITS);
  if (disabled.delete(element)) {
    Reflect.set(element, 'disabled', false);
  }
}

/** Those that the page itself has disabled stay so. */
const disabled = new WeakSet<Element>();
