import type { Model } from '@lite-build/afm';

type NativeControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement;

/** A component's part in the form around it: the browser's own control says whether it is valid, and in what words. */
export class FormPart {
  /** @param trait that the form is about. */
  constructor(element: HTMLElement, trait: 'value' | 'checked') {
    this.#element = element;
    this.#trait = trait;
    this.internals = element.attachInternals();
  }

  readonly internals: ElementInternals;

  /**
   * Take part by a model and its view, until the signal.
   *
   * @param control the browser's own.
   */
  join(model: Model, control: NativeControl, signal: AbortSignal): void {
    this.#control = control;
    this.#model = model;
    const tell = (): void => {
      this.tell();
    };
    model.on('change', tell);
    signal.addEventListener('abort', () => {
      model.off('change', tell);
      this.#control = null;
      this.#model = null;
    });
    // Some of what a browser says of validity follows the reader alone, as that a text is too short.
    control.addEventListener('input', tell, { signal });
    control.addEventListener('change', tell, { signal });
    control.addEventListener('change', this.#again, { signal });
    whenLabelsChange(this.#element, this.#name, signal);
    if (control instanceof HTMLButtonElement) {
      control.addEventListener('click', this.#press, { signal });
    } else if (control instanceof HTMLInputElement) {
      control.addEventListener('keydown', this.#submitByKey, { signal });
    }
    // A label of the page's names the element: a press on it is one on the control. The page hears that one alone.
    this.#element.addEventListener(
      'click',
      (event) => {
        if (event.composedPath()[0] === this.#element) {
          event.stopImmediatePropagation();
          if (event.isTrusted) {
            control.focus();
          }
          control.click();
        }
      },
      { signal, capture: true },
    );
    control.setCustomValidity(this.#complaint);
    this.#name();
    this.tell();
  }

  /** Say of the control that something is wrong with it; nothing where the text is empty. */
  complain(message: string): void {
    this.#complaint = message;
    this.#control?.setCustomValidity(message);
    this.tell();
  }

  /** Tell the form what it sends and whether it is valid, and the control whether it is disabled. */
  tell(): void {
    const [model, control] = [this.#model, this.#control];
    if (model === null || control === null) {
      return;
    }
    // By itself or with a group of controls.
    control.disabled = this.#element.matches(':disabled');
    const value = model.get(this.#trait);
    const isLeftOut = control.disabled || value === false || control instanceof HTMLButtonElement;
    const sent = this.#trait === 'checked' ? String(model.get('value')) : String(value);
    this.internals.setFormValue(isLeftOut ? null : sent, this.#isPrivate(model) ? null : String(value));
    const { validity, validationMessage, willValidate } = control;
    if (validity.valid || !willValidate) {
      this.internals.setValidity({});
    } else {
      this.internals.setValidity(flagsOf(validity), validationMessage, control);
    }
  }

  /** Whether the browser is to keep nothing of it, as in the history of a session. */
  #isPrivate(model: Model): boolean {
    const own = model.get('autocomplete');
    const words = own === undefined || own === '' ? this.internals.form?.autocomplete : own;
    return model.get('type') === 'password' || words === 'off';
  }

  /** The control's name: its own label, or what the page says of the element. */
  readonly #name = (): void => {
    const control = this.#control;
    if (control === null || this.#model?.get('label') !== '') {
      control?.removeAttribute('aria-label');
      return;
    }
    const labels = [...this.internals.labels].map((label) => (label.textContent ?? '').trim());
    const name = this.#element.getAttribute('aria-label') ?? labels.filter((text) => text !== '').join(' ');
    if (name === '') {
      control.removeAttribute('aria-label');
    } else {
      control.setAttribute('aria-label', name);
    }
  };

  /** What the control says stays in the element's own tree: the page hears it of the element. */
  readonly #again = (): void => {
    this.#element.dispatchEvent(new Event('change', { bubbles: true }));
  };

  readonly #press = (event: Event): void => {
    const { form } = this.internals;
    const type = this.#model?.get('type');
    // Listeners of the page's, which are still to be called, may say that nothing is to follow.
    setTimeout(() => {
      if (event.defaultPrevented || form === null) {
        return;
      }
      if (type === 'submit') {
        const value = this.#model?.get('value');
        this.internals.setFormValue(typeof value === 'string' ? value : null);
        form.requestSubmit();
        this.internals.setFormValue(null);
      } else if (type === 'reset') {
        form.reset();
      }
    });
  };

  /** The Enter key presses the form's first button that sends it. */
  readonly #submitByKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) {
      return;
    }
    setTimeout(() => {
      const { form } = this.internals;
      if (event.defaultPrevented || form === null) {
        return;
      }
      const button = sendingButton(form);
      if (button === undefined) {
        form.requestSubmit();
      } else if (!button.matches(':disabled')) {
        button.click();
      }
    });
  };

  readonly #element: HTMLElement;
  readonly #trait: 'value' | 'checked';
  #model: Model | null = null;
  #control: NativeControl | null = null;
  /** Of the page's scripts. */
  #complaint = '';
}

/** Call back when a label of the page's, or the element's own name, may have come, gone or changed. */
function whenLabelsChange(element: HTMLElement, act: () => void, signal: AbortSignal): void {
  const isLabel = (node: Node): boolean =>
    node instanceof Element && (node.localName === 'label' || node.querySelector('label') !== null);
  const observer = new MutationObserver((changes) => {
    const concerns = changes.some(({ type, target, addedNodes, removedNodes }) => {
      const around = target instanceof Element ? target : target.parentElement;
      return (
        target === element ||
        (around?.closest('label') ?? null) !== null ||
        (type === 'childList' && [...addedNodes, ...removedNodes].some(isLabel))
      );
    });
    if (concerns) {
      act();
    }
  });
  observer.observe(element.getRootNode(), {
    childList: true,
    characterData: true,
    subtree: true,
    attributeFilter: ['aria-label', 'for', 'id'],
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}

function sendingButton(form: HTMLFormElement): HTMLElement | undefined {
  const root = form.getRootNode() as Document | ShadowRoot;
  return [...root.querySelectorAll<HTMLInputElement>('button, input, lite-button')].find(
    (each) => each.form === form && (each.type === 'submit' || each.type === 'image'),
  );
}

function flagsOf(validity: ValidityState): ValidityStateFlags {
  const flags: Record<string, boolean> = {};
  // They are getters of the prototype.
  for (const name in validity) {
    if (name !== 'valid') {
      flags[name] = Boolean(Reflect.get(validity, name));
    }
  }
  return flags;
}
