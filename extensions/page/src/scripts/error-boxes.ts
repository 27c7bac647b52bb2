import { styles } from '../elements/styles.ts';

/** Errors of the page's own Python, where they happen: each can be closed. */
export class ErrorBoxes {
  /** Whether there are boxes; else errors are told on the console alone. */
  areShown = true;

  /** Tell of an error beside a script, or at the page's end, and on the console. */
  show(words: string, script: HTMLElement | null): void {
    console.error(words);
    if (!this.areShown) {
      return;
    }
    const box = document.createElement('div');
    const root = box.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    const card = document.createElement('div');
    card.role = 'alert';
    card.setAttribute('part', 'mistake');
    const text = document.createElement('pre');
    text.textContent = words;
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = 'Close';
    close.addEventListener('click', () => {
      box.remove();
    });
    card.append(text, close);
    root.append(card);
    if (script?.isConnected === true && document.body.contains(script)) {
      script.after(box);
    } else {
      document.body.append(box);
    }
  }
}
