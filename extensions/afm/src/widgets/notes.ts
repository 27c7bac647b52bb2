import type { Failure } from './failure.ts';

const WHAT_FAILED = {
  load: 'could not be loaded',
  initialize: 'failed to start',
  render: 'failed to show itself',
} satisfies Record<Failure['during'], string>;

/**
 * What stands in a view in place of a widget that failed.
 *
 * @param retry is called when the reader asks to try again.
 */
export function failureCard(failure: Failure, retry: () => void): HTMLElement {
  return card('afm-failure', {
    title: `${failure.widget} ${WHAT_FAILED[failure.during]}`,
    message: failure.message,
    place: failure.place,
    action: 'Try again',
    act: retry,
  });
}

/**
 * What stands above a widget that works on after something went wrong.
 *
 * @param dismiss is called when the reader has read it.
 */
export function complaintCard(widget: string, message: string, dismiss: () => void): HTMLElement {
  return card('afm-complaint', {
    title: `${widget} met an error and goes on`,
    message,
    place: null,
    action: 'Dismiss',
    act: dismiss,
  });
}

interface CardParts {
  readonly title: string;
  readonly message: string;
  readonly place: string | null;
  readonly action: string;
  readonly act: () => void;
}

function card(className: string, { title, message, place, action, act }: CardParts): HTMLElement {
  const made = element('div', className, {
    border: '1px solid var(--jp-error-color1, #b3261e)',
    borderRadius: '4px',
    padding: '8px 12px',
    marginBlockEnd: '8px',
    overflowWrap: 'anywhere',
    fontFamily: 'var(--jp-ui-font-family, system-ui, sans-serif)',
    fontSize: '13px',
    color: 'var(--jp-ui-font-color1, inherit)',
  });
  made.setAttribute('role', 'alert');
  const heading = element('strong', `${className}-title`);
  heading.textContent = title;
  const text = element('pre', `${className}-message`, {
    whiteSpace: 'pre-wrap',
    wordBreak: 'normal',
    margin: '6px 0',
  });
  text.textContent = message;
  made.append(heading, text);
  if (place !== null) {
    const code = element('code', `${className}-place`, { display: 'block', margin: '6px 0' });
    code.textContent = place;
    made.append(code);
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = action;
  button.addEventListener('click', act);
  made.append(button);
  return made;
}

/** What stands in a view while its widget is not ready. */
export function waitingNote(text: string): HTMLElement {
  const note = element('div', 'afm-waiting', {
    fontFamily: 'var(--jp-ui-font-family, system-ui, sans-serif)',
    fontSize: '13px',
    opacity: '0.7',
  });
  note.setAttribute('role', 'status');
  note.textContent = text;
  return note;
}

/** Styles are set through the object model, which a strict Content-Security-Policy allows. */
function element(tag: string, className: string, style: Partial<CSSStyleDeclaration> = {}): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  Object.assign(made.style, style);
  return made;
}
