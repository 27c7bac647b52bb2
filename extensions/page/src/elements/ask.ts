import { word } from '../words/later-words.ts';
/**
 * Ask the reader for a line, as `input()` does.
 *
 * @param place what shows the question.
 * @param signal takes the question away.
 * @throws DOMException if it was taken away before it was answered.
 */
export async function askInPage(
  place: ParentNode,
  prompt: string,
  isPassword: boolean,
  signal: AbortSignal,
): Promise<string> {
  const form = document.createElement('form');
  form.className = 'question';
  const label = document.createElement('label');
  const field = document.createElement('input');
  field.type = isPassword ? 'password' : 'text';
  field.autocomplete = 'off';
  label.append(prompt, field);
  const button = document.createElement('button');
  button.textContent = word('answer');
  form.append(label, button);
  place.append(form);
  field.focus();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    resolve(field.value);
  });
  signal.addEventListener('abort', () => {
    reject(new DOMException('The question was taken away.', 'AbortError'));
  });
  try {
    return await promise;
  } finally {
    form.remove();
  }
}
