/** Places: for what a plain page has put into the tag, by slots, or for widgets of Python's. */

const RENDERS = { card, container, tabs };

function render(props) {
  return RENDERS[props.model.get('_kind')](props);
}

async function container({ model, el, host, signal }) {
  const place = part('div', 'content', 'lite-component lite-container');
  el.append(place);
  const arrange = () => {
    place.style.flexDirection = model.get('direction');
    place.style.alignItems = model.get('align_items');
    place.style.gap = model.get('gap');
  };
  model.on('change:direction change:align_items change:gap', arrange);
  arrange();
  await hold({ model, place, host, signal });
}

async function card({ model, el, host, signal }) {
  const frame = part('section', 'card', 'lite-component lite-card');
  const heading = part('div', 'heading', 'lite-heading');
  heading.role = 'heading';
  heading.id = ownId();
  const place = part('div', 'content', 'lite-content');
  frame.append(heading, place);
  el.append(frame);
  const show = () => {
    heading.textContent = model.get('heading');
    heading.ariaLevel = String(model.get('level'));
    heading.hidden = heading.textContent === '';
    if (heading.hidden) {
      frame.removeAttribute('aria-labelledby');
    } else {
      frame.setAttribute('aria-labelledby', heading.id);
    }
  };
  model.on('change:heading change:level', show);
  show();
  await hold({ model, place, host, signal });
}

/** The pattern of tabs: one stop of the Tab key; arrows, Home and End choose. */
async function tabs({ model, el, host, signal }) {
  const around = part('div', 'tabs', 'lite-component lite-tabs');
  const list = part('div', 'tab-list', 'lite-tab-list');
  list.role = 'tablist';
  const panels = part('div', 'panels', 'lite-panels');
  around.append(list, panels);
  el.append(around);
  const id = ownId();
  const buttons = () => [...list.children];
  const select = (index) => {
    model.set('selected', index);
    model.save_changes();
  };
  const show = () => {
    const selected = Math.min(model.get('selected'), buttons().length - 1);
    buttons().forEach((button, index) => {
      const isSelected = index === selected;
      button.ariaSelected = String(isSelected);
      button.tabIndex = isSelected ? 0 : -1;
      button.setAttribute('part', isSelected ? 'tab selected-tab' : 'tab');
      panels.children[index].hidden = !isSelected;
    });
  };
  const name = () => {
    const label = model.get('label');
    if (label === '') {
      list.removeAttribute('aria-label');
    } else {
      list.ariaLabel = label;
    }
  };
  const build = () => {
    const hadFocus = list.contains(list.getRootNode().activeElement);
    list.replaceChildren();
    model.get('labels').forEach((label, index) => {
      const button = part('button', 'tab', 'lite-tab');
      Object.assign(button, { type: 'button', role: 'tab', id: `${id}-tab-${index}`, textContent: label });
      button.setAttribute('aria-controls', `${id}-panel-${index}`);
      button.addEventListener('click', () => select(index));
      list.append(button);
      panels.children[index] ?? panels.append(panel(id, index));
    });
    [...panels.children].slice(list.children.length).forEach((each) => each.remove());
    show();
    if (hadFocus) {
      buttons()
        .find(({ tabIndex }) => tabIndex === 0)
        ?.focus();
    }
  };
  list.addEventListener('keydown', (event) => {
    const last = buttons().length - 1;
    const selected = Math.min(model.get('selected'), last);
    const forward = getComputedStyle(list).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const next = {
      [forward]: selected === last ? 0 : selected + 1,
      [back]: selected === 0 ? last : selected - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined && last >= 0) {
      event.preventDefault();
      event.stopPropagation();
      select(next);
      buttons()[next].focus();
    }
  });
  model.on('change:labels', build);
  model.on('change:selected', show);
  model.on('change:label', name);
  name();
  build();
  await each({ model, host, signal }, (index) => panels.children[index]);
}

function panel(id, index) {
  const made = part('div', 'panel', 'lite-panel');
  Object.assign(made, { role: 'tabpanel', id: `${id}-panel-${index}`, tabIndex: 0 });
  made.setAttribute('aria-labelledby', `${id}-tab-${index}`);
  const slot = document.createElement('slot');
  slot.name = `panel-${index}`;
  made.append(slot);
  return made;
}

/** Have all children in one place, behind what the page has put into the tag. */
async function hold({ model, place, host, signal }) {
  place.append(document.createElement('slot'));
  await each({ model, host, signal }, () => place);
}

/** Show each child in its place, now and when they are others. */
async function each({ model, host, signal }, placeOf) {
  let shown = new AbortController();
  const show = async () => {
    shown.abort();
    const own = (shown = new AbortController());
    const showing = (model.get('children') ?? []).map(async (reference, index) => {
      const place = document.createElement('div');
      place.className = 'lite-child';
      placeOf(index)?.append(place);
      own.signal.addEventListener('abort', () => place.remove());
      const child = await host.getWidget(reference);
      if (!own.signal.aborted) {
        await child.render({ el: place, signal: own.signal });
      }
    });
    await Promise.all(showing);
  };
  signal?.addEventListener('abort', () => shown.abort());
  model.on('change:children', () => void show().catch((error) => console.error(error)));
  await show();
}

function part(tag, name, classes) {
  const made = document.createElement(tag);
  made.setAttribute('part', name);
  made.className = classes;
  return made;
}

function ownId() {
  return `lite-${Math.random().toString(36).slice(2)}`;
}

export default { render };
