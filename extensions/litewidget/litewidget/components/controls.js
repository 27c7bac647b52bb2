/** Controls of forms. In each is the browser's own, which has the part `control`. */

/** By kind: the control's tag, its own attributes, the traits that are attributes, where its value is. */
const KINDS = {
  button: { tag: 'button', own: { type: 'button' }, traits: ['disabled'] },
  checkbox: {
    tag: 'input',
    own: { type: 'checkbox' },
    traits: ['required', 'disabled'],
    value: 'checked',
    property: 'checked',
  },
  input: {
    tag: 'input',
    traits: [
      'type',
      'min',
      'max',
      'step',
      'placeholder',
      'required',
      'readonly',
      'pattern',
      'minlength',
      'maxlength',
      'autocomplete',
      'disabled',
    ],
    value: 'value',
    property: 'value',
  },
  select: {
    tag: 'select',
    traits: ['required', 'disabled'],
    value: 'value',
    property: 'value',
    render: options,
  },
  slider: {
    tag: 'input',
    own: { type: 'range' },
    traits: ['min', 'max', 'step', 'disabled'],
    value: 'value',
    property: 'valueAsNumber',
    render: reading,
  },
  textarea: {
    tag: 'textarea',
    traits: ['rows', 'placeholder', 'required', 'readonly', 'minlength', 'maxlength', 'disabled'],
    value: 'value',
    property: 'value',
  },
};

function render({ model, el, signal }) {
  const name = model.get('_kind');
  const kind = KINDS[name];
  const control = document.createElement(kind.tag);
  control.setAttribute('part', 'control');
  for (const [attribute, value] of Object.entries(kind.own ?? {})) {
    control.setAttribute(attribute, value);
  }
  const follow = (traits, act) => {
    model.on(traits.map((trait) => `change:${trait}`).join(' '), act);
    act();
  };
  const field = document.createElement('div');
  field.setAttribute('part', 'field');
  field.className = `lite-component lite-field lite-${name}`;
  el.append(field);
  const text = part('span', 'label');
  if (name === 'button') {
    // What the page has put into the tag stands in the place of the label.
    const slot = document.createElement('slot');
    control.append(slot);
    field.append(control);
    follow(['label'], () => (slot.textContent = model.get('label')));
    control.addEventListener(
      'click',
      () => {
        model.set('clicks', model.get('clicks') + 1);
        model.save_changes();
      },
      { signal },
    );
  } else {
    const label = document.createElement('label');
    label.append(...(name === 'checkbox' ? [control, text] : [text, control]));
    field.append(label);
    follow(['label'], () => {
      text.textContent = model.get('label');
      text.hidden = text.textContent === '';
    });
  }
  follow(kind.traits, () => {
    for (const trait of kind.traits) {
      const value = model.get(trait);
      const isLeftOut = value === null || value === '' || value === false;
      if (isLeftOut) {
        control.removeAttribute(trait);
      } else if (control.getAttribute(trait) !== String(value)) {
        control.setAttribute(trait, value === true ? '' : String(value));
      }
    }
  });
  kind.render?.({ model, control, field, follow });
  if (kind.value !== undefined) {
    const take = () => {
      if (!Object.is(model.get(kind.value), control[kind.property])) {
        model.set(kind.value, control[kind.property]);
        model.save_changes();
      }
    };
    follow([kind.value], () => {
      const value = model.get(kind.value);
      if (!Object.is(value, control[kind.property])) {
        // What the browser does not take, such as a number out of range, is what it makes of it.
        control[kind.property] = value;
        if (name === 'select' && control.selectedIndex < 0) {
          control.selectedIndex = 0;
        }
        take();
      }
    });
    control.addEventListener('input', take, { signal });
    control.addEventListener('change', take, { signal });
    if (name === 'slider') {
      model.on('change:min change:max change:step', take);
    }
  }
}

/** A slider says its value, to those who see it: the browser tells it to all others. */
function reading({ model, field, follow }) {
  const shown = part('span', 'value');
  shown.setAttribute('aria-hidden', 'true');
  field.append(shown);
  follow(['value'], () => (shown.textContent = String(model.get('value'))));
}

function options({ model, control, follow }) {
  follow(['options', 'placeholder'], () => {
    const placeholder = model.get('placeholder');
    const pairs = model.get('options').map((each) => (Array.isArray(each) ? each : [each, each]));
    const made = pairs.map(([text, value]) => new Option(text, value));
    control.replaceChildren(...(placeholder === '' ? [] : [new Option(placeholder, '')]), ...made);
    control.value = model.get('value');
    if (control.selectedIndex < 0) {
      control.selectedIndex = 0;
    }
    if (control.value !== model.get('value')) {
      model.set('value', control.value);
      model.save_changes();
    }
  });
}

function part(tag, name) {
  const made = document.createElement(tag);
  made.setAttribute('part', name);
  return made;
}

export default { render };
