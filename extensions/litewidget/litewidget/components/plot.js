/** Lines, bars or points: a picture with a name, and its data as a table. */

/** Pixels of the picture: as wide as its place, within these. */
const [NARROWEST, WIDEST] = [240, 800];
const TRAITS = ['kind', 'x', 'y', 'series', 'label', 'x_label', 'y_label', 'table_label'];

function render({ model, el }) {
  const figure = document.createElement('figure');
  figure.className = 'lite-component lite-plot';
  figure.setAttribute('part', 'plot');
  el.append(figure);
  const title = html('figcaption', { part: 'title' });
  const drawn = document.createElement('div');
  const details = html('details', { part: 'data' });
  const summary = html('summary', {});
  details.append(summary, document.createElement('table'));
  figure.append(title, drawn, details);
  let width = 0;
  const draw = () => {
    const data = dataOf(model);
    drawn.replaceChildren(
      ...(data.series.length > 1 ? [legend(data)] : []),
      picture(data, model, frameOf(width || 640)),
    );
  };
  const show = () => {
    title.textContent = model.get('label');
    title.hidden = title.textContent === '';
    summary.textContent = model.get('table_label');
    // The summary may have the focus, and stays.
    details.replaceChild(tableOf(dataOf(model), model), details.lastChild);
    draw();
  };
  model.on(TRAITS.map((trait) => `change:${trait}`).join(' '), show);
  show();
  const watch = new ResizeObserver(() => {
    const now = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(figure.clientWidth)));
    // What is hidden has no width.
    if (figure.clientWidth > 0 && now !== width) {
      width = now;
      draw();
    }
  });
  watch.observe(figure);
  return () => watch.disconnect();
}

/** Where the picture's own part is, between the marks. */
function frameOf(width) {
  const height = Math.round(Math.min(360, Math.max(200, width * 0.6)));
  return { width, height, top: 12, right: width - 16, bottom: height - 44, left: 80 };
}

/** The series, and where each point is across: numbers, or places of names. */
function dataOf(model) {
  const named = Object.entries(model.get('series'));
  const single = model.get('y');
  const series =
    named.length > 0
      ? named.map(([name, values]) => ({ name, values }))
      : [{ name: model.get('y_label') || model.get('label'), values: single }];
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  const given = model.get('x');
  const x = Array.from({ length }, (_, index) => given[index] ?? (given.length === 0 ? index : ''));
  const isNamed = model.get('kind') === 'bar' || x.some((value) => typeof value !== 'number');
  return { series, x, isNamed };
}

function picture({ series, x, isNamed }, model, { width, height, top, right, bottom, left }) {
  const kind = model.get('kind');
  const values = series.flatMap((each) => each.values.filter((value) => typeof value === 'number'));
  const down = scale(kind === 'bar' ? [0, ...values] : values, bottom, top);
  const across = isNamed ? steps(x.length, left, right) : scale(x, left, right);
  const at = (index) => across.at(isNamed ? index : x[index]);
  const root = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', part: 'picture' });
  root.setAttribute('aria-label', [model.get('label'), rangesOf(series, x)].filter(Boolean).join(': '));
  for (const tick of down.ticks) {
    root.append(
      svg('line', { class: 'lite-grid', x1: left, x2: right, y1: down.at(tick), y2: down.at(tick) }),
      svg('text', { x: left - 8, y: down.at(tick) + 4, 'text-anchor': 'end' }, number(tick)),
    );
  }
  const widest = 16 + 8 * x.reduce((most, text) => Math.max(most, String(text).length), 0);
  const every = Math.ceil((x.length * widest) / (right - left));
  const marks = isNamed
    ? x.flatMap((text, index) => (index % every === 0 ? [[across.at(index), String(text)]] : []))
    : across.ticks.map((tick) => [across.at(tick), number(tick)]);
  for (const [place, text] of marks) {
    root.append(svg('text', { x: place, y: bottom + 18, 'text-anchor': 'middle' }, text));
  }
  root.append(
    svg('text', { x: (left + right) / 2, y: height - 6, 'text-anchor': 'middle' }, model.get('x_label')),
    svg(
      'text',
      { transform: `translate(14 ${(top + bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle' },
      model.get('y_label'),
    ),
  );
  series.forEach(({ values: own }, which) => {
    const points = own.flatMap((value, index) =>
      typeof value === 'number' ? [[at(index), down.at(value), index]] : [],
    );
    const group = svg('g', {
      class: `lite-series lite-series-${which % 6}`,
      part: `series series-${which + 1}`,
    });
    if (kind === 'bar') {
      const wide = (across.step * 0.8) / series.length;
      for (const [place, top] of points) {
        group.append(
          svg('rect', {
            x: place - across.step * 0.4 + wide * which,
            y: Math.min(top, down.at(0)),
            width: wide,
            height: Math.abs(down.at(0) - top),
          }),
        );
      }
    } else if (kind === 'scatter' || points.length === 1) {
      for (const [place, top] of points) {
        group.append(svg('circle', { cx: place, cy: top, r: 4 }));
      }
    } else {
      // A gap in the data is one in the line.
      const path = points.map(([place, top, index], order) => {
        const isNew = order === 0 || points[order - 1][2] !== index - 1;
        return `${isNew ? 'M' : 'L'}${place.toFixed(2)} ${top.toFixed(2)}`;
      });
      group.append(svg('path', { d: path.join('') }));
    }
    root.append(group);
  });
  return root;
}

/** From values to places, with round numbers between. */
function scale(values, from, to) {
  const [low, high] = values.length === 0 ? [0, 1] : extent(values);
  const [least, most] = low === high ? [low - 1, high + 1] : [low, high];
  const rough = (most - least) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  const [start, end] = [ticks[0], ticks.at(-1)];
  return { ticks, at: (value) => from + ((value - start) / (end - start)) * (to - from) };
}

function steps(count, left, right) {
  const step = (right - left) / Math.max(1, count);
  return { step, at: (index) => left + step * (index + 0.5) };
}

function extent(values) {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function rangesOf(series, x) {
  const named = series.map(({ name, values }) => {
    const numbers = values.filter((value) => typeof value === 'number');
    const range = numbers.length === 0 ? '' : [...new Set(extent(numbers).map(number))].join(' … ');
    return series.length === 1 ? range : `${name} ${range}`;
  });
  return x.length === 0 ? '' : named.join(', ');
}

function legend({ series }) {
  const list = html('ul', { part: 'legend', class: 'lite-legend' });
  list.append(...series.map(({ name }, which) => html('li', { class: `lite-series-${which % 6}` }, name)));
  return list;
}

function tableOf({ series, x }, model) {
  const table = html('table', {});
  const head = table.createTHead().insertRow();
  for (const name of [model.get('x_label') || 'x', ...series.map((each) => each.name || 'y')]) {
    head.append(html('th', { scope: 'col' }, name));
  }
  const body = table.createTBody();
  x.forEach((place, index) => {
    const row = body.insertRow();
    row.append(html('th', { scope: 'row' }, String(place)));
    for (const { values } of series) {
      row.insertCell().textContent = values[index] ?? '';
    }
  });
  return table;
}

function number(value) {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential()
    : String(Number(value.toPrecision(6)));
}

function svg(tag, attributes, text) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, text);
}

function html(tag, attributes, text) {
  return filled(document.createElement(tag), attributes, text);
}

function filled(element, attributes, text = '') {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.textContent = text;
  return element;
}

export default { render };
