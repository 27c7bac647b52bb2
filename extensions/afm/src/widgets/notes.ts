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
  const card = element('div', 'afm-failure', {
    border: '1px solid var(--jp-error-color1, #b3261e)',
    borderRadius: '4px',
    padding: '8px 12px',
    fontFamily: 'var(--jp-ui-font-family, system-ui, sans-serif)',
    fontSize: '13px',
    color: 'var(--jp-ui-font-color1, inherit)',
  });
  card.setAttribute('role', 'alert');
  const title = element('strong', 'afm-failure-title');
  title.textContent = `${failure.widget} ${WHAT_FAILED[failure.during]}`;
  const message = element('pre', 'afm-failure-message', { whiteSpace: 'pre-wrap', margin: '6px 0' });
  message.textContent = failure.message;
  card.append(title, message);
  if (failure.place !== null) {
    const place = element('code', 'afm-failure-place', { display: 'block', margin: '6px 0' });
    place.textContent = failure.place;
    card.append(place);
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Try again';
  button.addEventListener('click', retry);
  card.append(button);
  return card;
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
