/** Rows, which a reader sorts by the headings of columns, scrolls through, and selects. */

/** Of more rows than these, only those near the seen ones are in the document. */
const MOST_AT_ONCE = 200;
/** How many rows are drawn on either side of the seen ones. */
const MARGIN = 20;
/** Where nothing was measured yet, in pixels. */
const ROW_HEIGHT = 30;

function render({ model, el, signal }) {
  const scroller = part('div', 'scroller', 'lite-component lite-table');
  const table = part('table', 'table');
  scroller.append(table);
  el.append(scroller);
  const caption = table.createCaption();
  const head = table.createTHead().insertRow();
  const [above, body, below] = [table.createTBody(), table.createTBody(), table.createTBody()];
  const id = `lite-${Math.random().toString(36).slice(2)}`;
  let columns = [];
  /** Places in `rows`, in the order shown. */
  let order = [];
  let isLong = false;
  let rowHeight = 0;
  /** Places in `order` of the rows that are drawn: the first, and behind the last. */
  let drawn = [0, 0];
  /** Where the keys are, in `order`. */
  let active = 0;
  /** Where a range of rows began, in `order`. */
  let anchor = 0;

  const sort = (column) => {
    const isAgain = model.get('sort_by') === column;
    // Up, down, and as they came.
    if (isAgain && model.get('descending')) {
      model.set({ sort_by: '', descending: false });
    } else {
      model.set({ sort_by: column, descending: isAgain });
    }
    model.save_changes();
  };

  const buildHead = () => {
    head.replaceChildren(
      ...columns.map((name) => {
        const cell = document.createElement('th');
        cell.scope = 'col';
        const button = part('button', 'sort');
        Object.assign(button, { type: 'button', textContent: name });
        button.addEventListener('click', () => sort(name), { signal });
        cell.append(button);
        return cell;
      }),
    );
  };

  const rowOf = (place) => {
    const index = order[place];
    const row = model.get('rows')[index];
    const made = document.createElement('tr');
    made.id = `${id}-${place}`;
    made.dataset.place = String(place);
    if (isLong) {
      made.ariaRowIndex = String(place + 2);
    }
    for (const name of columns) {
      const cell = made.insertCell();
      cell.textContent = textOf(row[name]);
      cell.classList.toggle('lite-number', typeof row[name] === 'number');
    }
    return made;
  };

  /** Draw the rows that are seen, with some around them. */
  const draw = (isAnew) => {
    const seen = isLong ? seenRows() : [0, order.length];
    if (!isAnew && seen[0] >= drawn[0] && seen[1] <= drawn[1]) {
      return;
    }
    drawn = isLong ? [Math.max(0, seen[0] - MARGIN), Math.min(order.length, seen[1] + MARGIN)] : seen;
    const places = Array.from({ length: drawn[1] - drawn[0] }, (_, index) => drawn[0] + index);
    body.replaceChildren(...places.map(rowOf));
    mark();
    if (isLong) {
      // At once, before anything is measured: a table that is lower for a moment would be scrolled up.
      stretch();
      const measured = body.rows[0]?.getBoundingClientRect().height ?? 0;
      if (measured > 0 && measured !== rowHeight) {
        rowHeight = measured;
        stretch();
      }
      // A column that has been wide stays so: others would jump as rows come and go.
      for (const cell of head.cells) {
        cell.style.minWidth = `${Math.ceil(cell.getBoundingClientRect().width)}px`;
      }
    }
  };

  /** Have the table be as high as if all rows were drawn. */
  const stretch = () => {
    const height = rowHeight || ROW_HEIGHT;
    fill(above, drawn[0] * height, columns.length);
    fill(below, (order.length - drawn[1]) * height, columns.length);
  };

  const seenRows = () => {
    const height = rowHeight || ROW_HEIGHT;
    const first = Math.min(Math.floor(scroller.scrollTop / height), Math.max(0, order.length - 1));
    return [first, Math.min(order.length, first + Math.ceil(scroller.clientHeight / height) + 1)];
  };

  /** Say which rows are selected, and where the keys are. */
  const mark = () => {
    const isSelectable = model.get('selectable') !== 'none';
    const selected = new Set(model.get('selected'));
    for (const row of body.rows) {
      const place = Number(row.dataset.place);
      row.ariaSelected = isSelectable ? String(selected.has(order[place])) : null;
      row.classList.toggle('lite-active', isSelectable && place === active);
    }
    const shown = isSelectable ? body.querySelector('.lite-active') : null;
    attribute(table, 'aria-activedescendant', shown?.id);
  };

  const show = () => {
    const [column, isDescending] = [model.get('sort_by'), model.get('descending')];
    const rows = model.get('rows');
    [...head.cells].forEach((cell, index) => {
      const direction = isDescending ? 'descending' : 'ascending';
      attribute(cell, 'aria-sort', columns[index] === column ? direction : undefined);
    });
    order = sortedPlaces(rows, column, isDescending);
    active = anchor = Math.min(active, Math.max(0, order.length - 1));
    isLong = order.length > MOST_AT_ONCE;
    scroller.classList.toggle('lite-long', isLong);
    attribute(table, 'aria-rowcount', isLong ? String(order.length + 1) : undefined);
    if (!isLong) {
      above.replaceChildren();
      below.replaceChildren();
    }
    draw(true);
  };

  const name = () => {
    caption.textContent = model.get('caption');
    caption.hidden = caption.textContent === '';
    reach();
  };

  /** What can be scrolled, or has rows to choose, is a stop of the Tab key, with a name. */
  const reach = () => {
    const label = caption.textContent || columns.join(', ');
    const isSelectable = model.get('selectable') !== 'none';
    const isCut =
      scroller.scrollWidth > scroller.clientWidth || scroller.scrollHeight > scroller.clientHeight;
    give(scroller, isCut && !isSelectable ? { role: 'region', tabindex: '0', 'aria-label': label } : {});
    give(table, isSelectable ? { role: 'grid', tabindex: '0', 'aria-label': label } : {});
    attribute(table, 'aria-multiselectable', model.get('selectable') === 'several' ? 'true' : undefined);
  };

  const choose = (places) => {
    const kept = model.get('selectable') === 'one' ? places.slice(-1) : places;
    const selected = [...new Set(kept.map((place) => order[place]))].toSorted((one, other) => one - other);
    model.set('selected', selected);
    model.save_changes();
    el.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };

  const toggle = (place) => {
    const selected = new Set(model.get('selected'));
    const others =
      model.get('selectable') === 'one' ? [] : [...selected].map((index) => order.indexOf(index));
    anchor = place;
    choose(selected.has(order[place]) ? others.filter((other) => other !== place) : [...others, place]);
  };

  const extend = (place) => {
    const [first, last] = [Math.min(anchor, place), Math.max(anchor, place)];
    choose(Array.from({ length: last - first + 1 }, (_, index) => first + index));
  };

  const goTo = (place) => {
    active = Math.max(0, Math.min(order.length - 1, place));
    if (isLong) {
      const height = rowHeight || ROW_HEIGHT;
      // The headings stay in sight.
      const top = caption.offsetHeight + active * height;
      const room = scroller.clientHeight - head.offsetHeight;
      if (top < scroller.scrollTop) {
        scroller.scrollTop = top;
      } else if (top + height > scroller.scrollTop + room) {
        scroller.scrollTop = top + height - room;
      }
      draw(false);
    }
    mark();
    body.querySelector('.lite-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  table.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== table || order.length === 0) {
        return;
      }
      const isSeveral = model.get('selectable') === 'several';
      const page = Math.max(1, Math.floor(scroller.clientHeight / (rowHeight || ROW_HEIGHT)) - 2);
      const next = {
        ArrowDown: active + 1,
        ArrowUp: active - 1,
        PageDown: active + page,
        PageUp: active - page,
        Home: 0,
        End: order.length - 1,
      }[event.key];
      if (next !== undefined) {
        goTo(next);
        if (event.shiftKey && isSeveral) {
          extend(active);
        }
      } else if (event.key === ' ' || (event.key === 'Enter' && !isWithModifier(event))) {
        toggle(active);
      } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && isSeveral) {
        choose(order.map((_, place) => place));
      } else {
        return;
      }
      // JupyterLab has keys of its own.
      event.stopPropagation();
      event.preventDefault();
    },
    { signal },
  );
  body.addEventListener(
    'mousedown',
    (event) => {
      // Otherwise text is selected between.
      if (event.shiftKey && model.get('selectable') === 'several') {
        event.preventDefault();
        table.focus({ preventScroll: true });
      }
    },
    { signal },
  );
  body.addEventListener(
    'click',
    (event) => {
      const row = event.target.closest('tr');
      if (model.get('selectable') === 'none' || row === null) {
        return;
      }
      active = Number(row.dataset.place);
      if (event.shiftKey && model.get('selectable') === 'several') {
        extend(active);
      } else {
        toggle(active);
      }
    },
    { signal },
  );
  scroller.addEventListener('scroll', () => draw(false), { signal, passive: true });

  const build = () => {
    columns = columnsOf(model);
    buildHead();
    show();
    reach();
  };
  model.on('change:rows', () => {
    const count = model.get('rows').length;
    const selected = model.get('selected').filter((index) => index < count);
    if (selected.length < model.get('selected').length) {
      model.set('selected', selected);
      model.save_changes();
    }
  });
  model.on('change:rows change:columns', build);
  model.on('change:sort_by change:descending', show);
  model.on('change:selected', mark);
  model.on('change:selectable', () => {
    mark();
    reach();
  });
  model.on('change:caption', name);
  build();
  name();
  const watch = new ResizeObserver(() => {
    reach();
    if (isLong && scroller.clientHeight > 0) {
      // It may have been hidden, or have other letters now.
      draw(rowHeight !== body.rows[0]?.getBoundingClientRect().height);
    }
  });
  watch.observe(scroller);
  watch.observe(table);
  return () => watch.disconnect();
}

/** Stand for rows that are not drawn. */
function fill(group, height, columns) {
  const row = document.createElement('tr');
  const cell = row.insertCell();
  cell.colSpan = Math.max(1, columns);
  cell.className = 'lite-filler';
  cell.style.height = `${height}px`;
  group.ariaHidden = 'true';
  group.replaceChildren(...(height > 0 ? [row] : []));
}

function columnsOf(model) {
  const columns = model.get('columns');
  return columns.length > 0 ? columns : [...new Set(model.get('rows').flatMap((row) => Object.keys(row)))];
}

function sortedPlaces(rows, column, isDescending) {
  const places = rows.map((_, index) => index);
  if (column === '') {
    return places;
  }
  const collator = new Intl.Collator(undefined, { numeric: true });
  const isGap = (value) => value === null || value === undefined || value === '' || Number.isNaN(value);
  const compare = (one, other) => {
    // What is not there stands last, whichever way.
    if (isGap(one) || isGap(other)) {
      return Number(isGap(one)) - Number(isGap(other));
    }
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : collator.compare(String(one), String(other));
    return isDescending ? -order : order;
  };
  return places.sort((one, other) => compare(rows[one][column], rows[other][column]));
}

function isWithModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}

function textOf(value) {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
}

function part(tag, name, classes = '') {
  const made = document.createElement(tag);
  made.setAttribute('part', name);
  made.className = classes;
  return made;
}

/** Give an element what makes it a stop of the Tab key; take away what is not given. */
function give(element, attributes) {
  for (const name of ['role', 'tabindex', 'aria-label']) {
    attribute(element, name, attributes[name]);
  }
}

function attribute(element, name, value) {
  if (value === undefined) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export default { render };
