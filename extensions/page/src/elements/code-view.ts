export interface CodeViewOptions {
  readonly isReadOnly: boolean;
}

/** Shows some code, and has it edited where that is allowed. */
export class CodeView {
  readonly element = document.createElement('div');
  /** Called when the reader asks for the code to be run. */
  onRun: () => void = () => undefined;

  constructor({ isReadOnly }: CodeViewOptions) {
    this.element.className = 'code';
    this.element.part.add('code');
    this.#text.spellcheck = false;
    this.#text.readOnly = isReadOnly;
    this.#text.setAttribute('aria-label', 'Python code');
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.onRun();
      }
    });
    this.element.append(this.#text);
  }

  get code(): string {
    return this.#text.value;
  }

  set code(code: string) {
    this.#text.value = code;
    this.#text.rows = code.split('\n').length;
  }

  readonly #text = document.createElement('textarea');
}
