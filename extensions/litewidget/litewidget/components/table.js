/** Rows, which a reader sorts by the headings of columns. */

function render({ model, el, signal }) {
  const scroller = document.createElement('div');
  scroller.className = 'lite-component lite-table';
  scroller.setAttribute('part', 'scroller');
  const table = document.createElement('table');
  table.setAttribute('part', 'table');
  scroller.append(table);
  el.append(scroller);
  const caption = table.createCaption();
  const head = table.createTHead().insertRow();
  const body = table.createTBody();

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
    const names = columnsOf(model);
    head.replaceChildren(
      ...names.map((name) => {
        const cell = document.createElement('th');
        cell.scope = 'col';
        const button = document.createElement('button');
        Object.assign(button, { type: 'button', textContent: name });
        button.setAttribute('part', 'sort');
        button.addEventListener('click', () => sort(name), { signal });
        cell.append(button);
        return cell;
      }),
    );
  };

  const show = () => {
    const [column, isDescending] = [model.get('sort_by'), model.get('descending')];
    const names = columnsOf(model);
    [...head.cells].forEach((cell, index) => {
      if (names[index] === column) {
        cell.ariaSort = isDescending ? 'descending' : 'ascending';
      } else {
        cell.removeAttribute('aria-sort');
      }
    });
    body.replaceChildren(
      ...sorted(model.get('rows'), column, isDescending).map((row) => {
        const made = document.createElement('tr');
        for (const name of names) {
          const cell = made.insertCell();
          cell.textContent = textOf(row[name]);
          cell.classList.toggle('lite-number', typeof row[name] === 'number');
        }
        return made;
      }),
    );
  };

  const name = () => {
    caption.textContent = model.get('caption');
    caption.hidden = caption.textContent === '';
  };

  /** What can be scrolled is a stop of the Tab key, with a name. */
  const reach = () => {
    const isCut = scroller.scrollWidth > scroller.clientWidth;
    scroller.tabIndex = isCut ? 0 : -1;
    if (isCut) {
      Object.assign(scroller, {
        role: 'region',
        ariaLabel: caption.textContent || columnsOf(model).join(', '),
      });
    } else {
      ['role', 'tabindex', 'aria-label'].forEach((attribute) => scroller.removeAttribute(attribute));
    }
  };

  const build = () => {
    buildHead();
    show();
  };
  model.on('change:rows change:columns', build);
  model.on('change:sort_by change:descending', show);
  model.on('change:caption', name);
  name();
  build();
  const watch = new ResizeObserver(reach);
  watch.observe(scroller);
  watch.observe(table);
  return () => watch.disconnect();
}

function columnsOf(model) {
  const columns = model.get('columns');
  return columns.length > 0 ? columns : [...new Set(model.get('rows').flatMap((row) => Object.keys(row)))];
}

function sorted(rows, column, isDescending) {
  if (column === '') {
    return rows;
  }
  const collator = new Intl.Collator(undefined, { numeric: true });
  const isGap = (value) => value === null || value === undefined || value === '';
  const compare = ({ [column]: one }, { [column]: other }) => {
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
  return rows.toSorted(compare);
}

function textOf(value) {
  return value === null || value === undefined ? '' : String(value);
}

export default { render };
