import createPurifier from 'dompurify';

/** What a text may not bring into a page: styles for all of it, controls, and what loads another page. */
const FORBIDDEN = ['style', 'form', 'button', 'textarea', 'select', 'option', 'dialog'];

/** What is safe of HTML: no script, no handler, no frame, nothing that changes the page around it. */
export function sanitized(source: string): DocumentFragment {
  return createPurifier.sanitize(source, {
    FORBID_TAGS: FORBIDDEN,
    // A list's marks are check boxes that nobody can change.
    ADD_ATTR: ['target'],
    RETURN_DOM_FRAGMENT: true,
  });
}
