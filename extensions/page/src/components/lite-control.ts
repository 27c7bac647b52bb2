import type { CommModel } from '@lite-build/afm';
import { FormPart } from './form-part.ts';
import { LiteComponent } from './lite-component.ts';
import { formTrait } from './specifications.ts';

/** Attributes that are the form's. */
const OF_FORMS: ReadonlySet<string> = new Set(['form', 'name']);

/**
 * A component that takes part in the form around it, as the browser's own controls do. Says `input`, `change` and `click`
 * as they do.
 */
export class LiteControl extends LiteComponent {
  static readonly formAssociated = true;

  constructor() {
    super({ delegatesFocus: true });
    this.#trait = formTrait(this.specification) ?? 'value';
    this.#form = new FormPart(this, this.#trait);
  }

  /** The form that it is in. */
  get form(): HTMLFormElement | null {
    return this.#form.internals.form;
  }

  /** By which the form sends it. */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  set name(name: string) {
    this.setAttribute('name', name);
  }

  get labels(): NodeList {
    return this.#form.internals.labels;
  }

  get validity(): ValidityState {
    return this.#form.internals.validity;
  }

  get validationMessage(): string {
    return this.#form.internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#form.internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#form.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#form.internals.reportValidity();
  }

  setCustomValidity(message: string): void {
    this.#form.complain(message);
  }

  /** Called by the browser, of the element's own attribute and of a group's. */
  formDisabledCallback(): void {
    this.#form.tell();
  }

  /** Called by the browser: the page's own values are back. As in HTML, what a script has complained of stays. */
  formResetCallback(): void {
    this.reset(this.#trait);
  }

  /** Called by the browser. It may come before the element is what it says. */
  formStateRestoreCallback(state: unknown): void {
    if (typeof state === 'string') {
      const type = this.specification.traits[this.#trait]?.type;
      this.restore(
        this.#trait,
        type === 'truth' ? state === 'true' : type === 'number' ? Number(state) : state,
      );
    }
  }

  /** The browser and the form go by the attribute: it follows the trait. */
  protected override joinModel(model: CommModel, signal: AbortSignal): void {
    const reflect = (): void => {
      this.toggleAttribute('disabled', model.get('disabled') === true);
    };
    model.on('change:disabled', reflect);
    signal.addEventListener('abort', () => {
      model.off('change:disabled', reflect);
    });
    reflect();
  }

  protected override joinView(model: CommModel, control: HTMLInputElement, signal: AbortSignal): void {
    this.#form.join(model, control, signal);
  }

  protected override get own(): ReadonlySet<string> {
    return OF_FORMS;
  }

  readonly #trait: 'value' | 'checked';
  readonly #form: FormPart;
}
