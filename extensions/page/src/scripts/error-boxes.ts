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
    const present = this.#boxes.find((each) => each.words === words && each.script === script);
    if (present?.element.isConnected === true) {
      present.again();
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
    const times = document.createElement('span');
    let count = 1;
    const own: Box = {
      words,
      script,
      element: box,
      again: () => {
        count += 1;
        times.textContent = ` ${count} times`;
      },
    };
    this.#boxes.push(own);
    close.addEventListener('click', () => {
      box.remove();
      this.#boxes.splice(this.#boxes.indexOf(own), 1);
    });
    card.append(text, close, times);
    root.append(card);
    if (script?.isConnected === true && document.body.contains(script)) {
      script.after(box);
    } else {
      document.body.append(box);
    }
  }

  readonly #boxes: Box[] = [];
}

/** What is told, and where: an error that comes again is counted there. */
interface Box {
  readonly words: string;
  readonly script: HTMLElement | null;
  readonly element: HTMLElement;
  readonly again: () => void;
}
