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
      if (event === undefined) {
        return [];
      }
      const environment = element.closest('[env]')?.getAttribute('env') ?? '';
      return [{ element, event, expression: value, environment }];
    }),
  );
}

/**
 * Have a control wait, visibly, until Python can handle what is done with it: a button cannot be used, and elsewhere the
 * last event is kept for Python.
 */
export function letWait(element: Element, event: string): void {
  const present = waits.get(element) ?? [];
  if (present.some((wait) => wait.event === event)) {
    return;
  }
  element.setAttribute(WAITS, 'true');
  if (element instanceof HTMLButtonElement && !element.disabled) {
    const hasFocus = element.matches(':focus');
    // Firefox keeps it over a reload otherwise.
    element.setAttribute('autocomplete', 'off');
    element.disabled = true;
    disabled.set(element, hasFocus);
  }
  const waiting = new AbortController();
  const wait: Wait = { event, last: null, waiting };
  element.addEventListener(
    event,
    (happened) => {
      wait.last = happened;
      if (event === 'submit') {
        happened.preventDefault();
      }
    },
    { signal: waiting.signal },
  );
  waits.set(element, [...present, wait]);
}

/** Have the page be as it is until Python comes: code is hidden, and controls of Python's wait. */
export function awaitPython(): void {
  // Browsers show the text of tags that they do not know.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('py-script, mpy-script, py-config, mpy-config, py-env, py-repl { display: none; }');
  document.adoptedStyleSheets.push(sheet);
  for (const { element, event } of handlersIn(document)) {
    letWait(element, event);
  }
}

/**
 * End the wait for one event of an element. What has happened meanwhile happens now.
 *
 * @param isHandled whether Python handles the event; else there is nobody to tell.
 */
export function letUse(element: Element, event: string, isHandled: boolean): void {
  const present = waits.get(element) ?? [];
  const others = present.filter((wait) => wait.event !== event);
  waits.set(element, others);
  if (others.length === 0) {
    endVisibly(element);
  }
  const ended = present.find((wait) => wait.event === event);
  ended?.waiting.abort();
  const last = ended?.last ?? null;
  if (last !== null && isHandled) {
    const kind = last.constructor as new (name: string, from: Event) => Event;
    element.dispatchEvent(new kind(last.type, last));
  }
}

function endVisibly(element: Element): void {
  element.removeAttribute(WAITS);
  const hadFocus = disabled.get(element);
  if (element instanceof HTMLButtonElement && hadFocus !== undefined) {
    disabled.delete(element);
    element.disabled = false;
    element.removeAttribute('autocomplete');
    if (hadFocus && document.activeElement === document.body) {
      element.focus();
    }
  }
}

/** The wait for one event of an element. */
interface Wait {
  readonly event: string;
  last: Event | null;
  readonly waiting: AbortController;
}

const waits = new WeakMap<Element, readonly Wait[]>();
/** The buttons that wait, and whether each had the focus; those that the page itself has disabled stay so. */
const disabled = new WeakMap<Element, boolean>();
