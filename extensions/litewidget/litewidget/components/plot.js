/** Lines, bars or points: a picture with a name, whose values a reader goes through, and its data as a table. */

/** Pixels of the picture: as wide as its place, within these. */
const [NARROWEST, WIDEST] = [240, 800];
const TRAITS = ['kind', 'x', 'y', 'series', 'label', 'x_label', 'y_label', 'table_label', 'zoom_labels'];
/** How much of the view is left by one step nearer; how much of all there is at the nearest. */
const [NEARER, NEAREST] = [0.7, 1e-4];
/** A date, perhaps with a time, as ISO 8601 and Python write it. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(?:Z|[+-]\d\d:?\d\d)?$/;
const [SECOND, DAY, MONTH] = [1000, 864e5, 30.44 * 864e5];
/** Between marks of an axis of time: seconds, minutes, hours and days; then months. */
const SPANS = [
  ...[1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200].map((seconds) => seconds * SECOND),
  ...[1, 2, 7, 14].map((days) => days * DAY),
];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

function render({ model, el, signal }) {
  const figure = html('figure', { part: 'plot', class: 'lite-component lite-plot' });
  const title = html('figcaption', { part: 'title' });
  const bar = html('div', { class: 'lite-plot-bar' });
  const area = html('div', { class: 'lite-plot-area' });
  const details = html('details', { part: 'data' });
  const summary = html('summary', {});
  const tools = html('div', { part: 'tools', class: 'lite-tools' });
  // Lies over the picture, and has the pointer and the keys: a screen reader says its value as it moves.
  const reader = html('div', { part: 'reader', role: 'slider', tabindex: 0, 'aria-valuemin': 0 });
  const tip = html('div', { part: 'tip', class: 'lite-tip', 'aria-hidden': 'true', hidden: '' });
  area.append(svg('svg', {}), reader, tip);
  bar.append(tools);
  details.append(summary);
  figure.append(title, bar, area, details);
  el.append(figure);
  let width = 0;
  let frame = frameOf(640);
  let data = dataOf(model);
  /** What is seen across, from and to; null where that is all. */
  let view = null;
  /** The place in `data.order` of the point that is read; null where none is. */
  let read = null;
  let across = null;
  let down = null;
  let cursor = null;
  let isAsked = false;

  const draw = () => {
    isAsked = false;
    ({ across, down } = scalesOf(data, frame, view));
    const picture = pictureOf(data, model, frame, { across, down });
    cursor = svg('g', { class: 'lite-cursor' });
    picture.append(cursor);
    // The reader may have the focus, and stays.
    area.replaceChild(picture, area.firstChild);
    point();
  };
  /** Once a frame, however often the pointer moves. */
  const drawSoon = () => {
    if (!isAsked) {
      isAsked = true;
      requestAnimationFrame(() => isAsked && draw());
    }
  };
  /** Show the values that are read. */
  const point = () => {
    const index = read === null ? undefined : data.order[read];
    const place = index === undefined ? NaN : across.at(data.places[index]);
    tip.hidden = !(place >= frame.left - 1 && place <= frame.right + 1);
    cursor.replaceChildren();
    const values = index === undefined ? [] : valuesAt(data, index);
    const heading = index === undefined ? '' : textAt(data, index);
    reader.ariaValueNow = String(read ?? 0);
    reader.ariaValueText = [
      heading,
      ...values.map(({ name, value }) => `${name} ${number(value)}`.trim()),
    ].join(', ');
    if (tip.hidden) {
      return;
    }
    const color = (which) => `lite-series lite-series-${which % 6}`;
    cursor.append(
      svg('line', { class: 'lite-guide', x1: place, x2: place, y1: frame.top, y2: frame.bottom }),
      ...values.map(({ which, value }) =>
        svg('circle', { class: color(which), cx: place, cy: down.at(value), r: 5 }),
      ),
    );
    const lines = values.map(({ which, name, value }) =>
      html('li', { class: `lite-series-${which % 6}` }, `${name} ${number(value)}`.trim()),
    );
    const list = html('ul', { class: 'lite-legend' });
    list.append(...lines);
    tip.replaceChildren(html('strong', {}, heading), list);
    // On the side that has more room.
    const part = (100 * place) / frame.width;
    const isLeft = part < 50;
    tip.style.left = isLeft ? `calc(${part}% + 10px)` : 'auto';
    tip.style.right = isLeft ? 'auto' : `calc(${100 - part}% + 10px)`;
  };
  const see = (from, to) => {
    const [low, high] = data.full;
    const span = Math.max(to - from, data.isNamed ? 1 : (high - low) * NEAREST);
    const start = Math.min(Math.max(low, from), Math.max(low, high - span));
    const next = span >= high - low ? null : [start, start + span];
    const isOther = String(next) !== String(view);
    view = next;
    if (isOther) {
      drawSoon();
    }
    return isOther;
  };
  const zoom = (factor, around) => {
    const [from, to] = view ?? data.full;
    const middle = around ?? (read === null ? (from + to) / 2 : data.places[data.order[read]]);
    return see(middle - (middle - from) * factor, middle + (to - middle) * factor);
  };
  const pan = (by) => {
    const [from, to] = view ?? data.full;
    return see(from + by, to + by);
  };
  const endReading = () => {
    read = null;
    point();
  };
  const goTo = (next) => {
    read = Math.max(0, Math.min(data.order.length - 1, next));
    const place = data.places[data.order[read]];
    const [from, to] = view ?? data.full;
    if (place < from || place > to) {
      pan(place < from ? place - from : place - to);
    }
    point();
  };

  const show = () => {
    const wasRead = reader.matches(':focus') ? read : null;
    data = dataOf(model);
    view = null;
    read = wasRead === null || data.order.length === 0 ? null : Math.min(wasRead, data.order.length - 1);
    title.textContent = model.get('label');
    title.hidden = title.textContent === '';
    summary.textContent = model.get('table_label');
    reader.ariaLabel = model.get('label') || model.get('y_label') || model.get('table_label');
    reader.ariaValueMax = String(Math.max(0, data.order.length - 1));
    reader.hidden = data.order.length === 0;
    tools.hidden = data.order.length < 3;
    [...tools.children].forEach((tool, index) => {
      tool.ariaLabel = tool.title = model.get('zoom_labels')[index] ?? '';
    });
    // Of the buttons one may have the focus: they stay.
    bar.querySelector('.lite-legend')?.remove();
    bar.prepend(...(data.series.length > 1 ? [legend(data)] : []));
    fill();
    draw();
  };
  /** The table of the data is made for those who open it: it may be long. */
  const fill = () => {
    // The summary may have the focus, and stays.
    details.querySelector('table')?.remove();
    details.append(...(details.open ? [tableOf(data, model)] : []));
  };

  const acts = [() => zoom(NEARER), () => zoom(1 / NEARER), () => see(...data.full)];
  tools.append(
    ...['+', '−', '↺'].map((sign, index) => {
      const tool = html('button', { type: 'button', part: 'tool' }, sign);
      tool.addEventListener('click', acts[index], { signal });
      return tool;
    }),
  );
  details.addEventListener('toggle', fill, { signal });
  hearKeys(reader, { acts, goTo, count: () => data.order.length, now: () => read, endReading }, signal);
  hearPointer(
    reader,
    {
      zoom,
      pan: (pixels) => view !== null && pan(across.value(0) - across.value(pixels)),
      placeOf: (event) => {
        const { left, top, width: wide } = area.firstChild.getBoundingClientRect();
        const scale = frame.width / wide;
        return [(event.clientX - left) * scale, (event.clientY - top) * scale, scale];
      },
      valueOf: (pixels) => across.value(pixels),
      read: (x, y) => {
        read = nearest(data, { across, down }, x, y);
        point();
      },
      leave: () => {
        // A finger that is lifted leaves, too.
        if (!reader.matches(':focus')) {
          endReading();
        }
      },
    },
    signal,
  );
  model.on(TRAITS.map((trait) => `change:${trait}`).join(' '), show);
  /** Be as wide as there is room; tells whether that is new. What is hidden has no width. */
  const fit = () => {
    const now = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(figure.clientWidth)));
    const isNew = figure.clientWidth > 0 && now !== width;
    if (isNew) {
      width = now;
      frame = frameOf(width);
    }
    return isNew;
  };
  fit();
  show();
  const watch = new ResizeObserver(() => {
    if (fit()) {
      draw();
    }
  });
  watch.observe(figure);
  return () => {
    isAsked = false;
    watch.disconnect();
  };
}

/** Arrows, Home and End go through the points; plus and minus zoom, 0 shows all, Escape ends the reading. */
function hearKeys(reader, { acts, goTo, count, now, endReading }, signal) {
  reader.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const step = event.shiftKey ? 10 : 1;
      const many = Math.max(1, Math.round(count() / 10));
      const by = {
        ArrowRight: step,
        ArrowUp: step,
        ArrowLeft: -step,
        ArrowDown: -step,
        PageUp: many,
        PageDown: -many,
      };
      const tool = { '+': 0, '=': 0, '-': 1, 0: 2 }[event.key];
      if (event.key in by) {
        goTo(now() === null ? 0 : now() + by[event.key]);
      } else if (event.key === 'Home' || event.key === 'End') {
        goTo(event.key === 'Home' ? 0 : count() - 1);
      } else if (tool !== undefined) {
        acts[tool]();
      } else if (event.key === 'Escape' && now() !== null) {
        endReading();
      } else {
        return;
      }
      // JupyterLab has keys of its own.
      event.stopPropagation();
      event.preventDefault();
    },
    { signal },
  );
  reader.addEventListener('blur', endReading, { signal });
}

/** Moving reads, dragging moves what is seen, two fingers or the wheel zoom. */
function hearPointer(reader, { zoom, pan, placeOf, valueOf, read, leave }, signal) {
  const pressed = new Map();
  const on = (type, act, options) => reader.addEventListener(type, act, { signal, ...options });
  on('pointerdown', (event) => {
    // What follows another button, as a menu, may keep its release from the page.
    if (event.button !== 0) {
      return;
    }
    pressed.set(event.pointerId, event.clientX);
    reader.setPointerCapture(event.pointerId);
    read(...placeOf(event));
  });
  on('pointermove', (event) => {
    const [x, y, scale] = placeOf(event);
    if (event.buttons === 0) {
      pressed.delete(event.pointerId);
    }
    const before = pressed.get(event.pointerId);
    const [other] = [...pressed].find(([id]) => id !== event.pointerId)?.slice(1) ?? [];
    if (before !== undefined) {
      pressed.set(event.pointerId, event.clientX);
    }
    if (before === undefined || pressed.size === 1) {
      if (before !== undefined) {
        pan((event.clientX - before) * scale);
      }
      read(x, y);
    } else if (other !== undefined && Math.abs(event.clientX - other) > 10) {
      const middle = valueOf(x + ((other - event.clientX) / 2) * scale);
      zoom(Math.abs(before - other) / Math.abs(event.clientX - other), middle);
    }
  });
  const release = (event) => {
    pressed.delete(event.pointerId);
  };
  on('pointerup', release);
  on('pointercancel', release);
  on('lostpointercapture', release);
  on('pointerleave', leave);
  on(
    'wheel',
    (event) => {
      // The page scrolls over a plot that nobody uses; browsers say pinching as the wheel with this key.
      const isMeant = event.ctrlKey || event.metaKey || reader.matches(':focus');
      const [x, , scale] = placeOf(event);
      const isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const act = () =>
        isAcross
          ? pan(-(event.deltaX || event.deltaY) * scale)
          : zoom(Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), valueOf(x));
      if (isMeant && act()) {
        event.preventDefault();
      }
    },
    { passive: false },
  );
}

/** Where the picture's own part is, between the marks. */
function frameOf(width) {
  const height = Math.round(Math.min(360, Math.max(200, width * 0.6)));
  return { width, height, top: 12, right: width - 16, bottom: height - 44, left: 80 };
}

/** The series, and where each point is across: a number, a time, or the place of a name. */
function dataOf(model) {
  const named = Object.entries(model.get('series'));
  const series =
    named.length > 0
      ? named.map(([name, values]) => ({ name, values }))
      : [{ name: model.get('y_label') || model.get('label'), values: model.get('y') }];
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  const given = model.get('x');
  const x = Array.from({ length }, (_, index) => given[index] ?? (given.length === 0 ? index : ''));
  const there = x.filter((value) => value !== '' && !Number.isNaN(value));
  const isBar = model.get('kind') === 'bar';
  const isTime = !isBar && there.length > 0 && there.every((value) => !Number.isNaN(timeOf(value)));
  const isNamed = !isTime && (isBar || there.some((value) => typeof value !== 'number'));
  const places = x.map((value, index) =>
    isNamed ? index : isTime ? timeOf(value) : value === '' ? NaN : value,
  );
  const isThere = (index) =>
    Number.isFinite(places[index]) && series.some(({ values }) => Number.isFinite(values[index]));
  const order = [...places.keys()].filter(isThere).toSorted((one, other) => places[one] - places[other]);
  const extent = extentOf(places);
  const full = isNamed ? [-0.5, Math.max(length, 1) - 0.5] : isTime ? extent : roundExtent(extent, 5);
  return { kind: model.get('kind'), series, x, places, order, full, isNamed, isTime };
}

/** As it is written, whatever the zone: milliseconds. NaN for what is no date. */
function timeOf(value) {
  const [, date, time = '00:00'] = (typeof value === 'string' ? DATE.exec(value) : null) ?? [];
  return date === undefined ? NaN : Date.parse(`${date}T${time}Z`);
}

/** From values to places in the picture, and back. Up and down it is as high as what is seen. */
function scalesOf({ kind, series, places, order, full, isNamed }, { top, bottom, left, right }, view) {
  const domain = view ?? full;
  const seen = order.filter((index) => places[index] >= domain[0] && places[index] <= domain[1]);
  const values = (seen.length > 0 ? seen : order).flatMap((index) =>
    series.map((each) => each.values[index]),
  );
  const extent = extentOf(kind === 'bar' ? [0, ...values] : values);
  const across = scale(domain, left, right);
  const step = isNamed ? (right - left) / (domain[1] - domain[0]) : 0;
  return { across: { ...across, step }, down: scale(roundExtent(extent, 5), bottom, top) };
}

function scale(domain, from, to) {
  const [low, high] = domain;
  return {
    domain,
    at: (value) => from + ((value - low) / (high - low)) * (to - from),
    value: (place) => low + ((place - from) / (to - from)) * (high - low),
  };
}

/** The least and the greatest of some values; where there are none, the least is the greater one. */
function rangeOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

/** As that, and apart from each other. */
function extentOf(values) {
  const [low, high] = rangeOf(values);
  if (low > high) {
    return [0, 1];
  }
  const great = Math.max(Math.abs(low), Math.abs(high));
  // Numbers have about 16 digits: what differs in the last of them alone has no steps between.
  const apart = Math.max(1, great * 1e-6);
  return high - low > Math.max(great * 1e-12, 1e-300) ? [low, high] : [low - apart, high + apart];
}

/** Between marks, a round number, so that there are about so many. */
function roundStep([low, high], count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
}

function roundExtent(extent, count) {
  const step = roundStep(extent, count);
  return [Math.floor(extent[0] / step) * step, Math.ceil(extent[1] / step) * step];
}

/** Round numbers in a domain. */
function numbersIn(domain, count) {
  const step = roundStep(domain, count);
  const [first, last] = [Math.ceil(domain[0] / step - 1e-9), Math.floor(domain[1] / step + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** Round times in a domain, with their texts. */
function timesIn([low, high], count) {
  const rough = (high - low) / count;
  const span = SPANS.find((each) => each >= rough);
  if (span !== undefined) {
    const first = Math.ceil(low / span);
    const times = Array.from(
      { length: Math.floor(high / span) - first + 1 },
      (_, index) => (first + index) * span,
    );
    return times.map((time, index) => {
      const day = { day: 'numeric', month: 'short', ...(index === 0 && { year: 'numeric' }) };
      const clock = { hour: '2-digit', minute: '2-digit', ...(span < 60 * SECOND && { second: '2-digit' }) };
      const isFirstOfClock = index === 0 && span < DAY;
      const shown = isFirstOfClock ? { day: 'numeric', month: 'short', ...clock } : clock;
      return [time, dateText(time, time % DAY === 0 ? day : shown)];
    });
  }
  const months = MONTHS.find((each) => each * MONTH >= rough) ?? MONTHS.at(-1);
  const format = months < 12 ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
  const start = new Date(low);
  const begun = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  return Array.from({ length: count + 2 }, (_, index) =>
    Date.UTC(Math.floor((begun + index * months) / 12), (begun + index * months) % 12),
  )
    .filter((time) => time >= low && time <= high)
    .map((time) => [time, dateText(time, format)]);
}

function dateText(time, format) {
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...format }).format(time);
}

/** Marks across: places with their texts. */
function marksOf({ x, isNamed, isTime }, { at, step, domain }, width) {
  if (isNamed) {
    const widest = 16 + 8 * x.reduce((most, text) => Math.max(most, String(text).length), 0);
    const every = Math.ceil(widest / step);
    const marks = x.flatMap((text, index) => (index % every === 0 ? [[index, String(text)]] : []));
    return marks
      .filter(([index]) => index >= domain[0] && index <= domain[1])
      .map(([index, text]) => [at(index), text]);
  }
  const marks = isTime
    ? timesIn(domain, Math.max(2, Math.floor(width / 85)))
    : numbersIn(domain, Math.max(1, Math.min(6, Math.floor(width / 55)))).map((value) => [
        value,
        number(value, 12),
      ]);
  return marks.map(([value, text]) => [at(value), text]);
}

function pictureOf(data, model, { width, height, top, right, bottom, left }, { across, down }) {
  const { kind, series, places } = data;
  const root = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', part: 'picture' });
  root.setAttribute('aria-label', [model.get('label'), rangesOf(data)].filter(Boolean).join(': '));
  for (const tick of numbersIn(down.domain, 5)) {
    const y = down.at(tick);
    root.append(
      svg('line', { class: 'lite-grid', x1: left, x2: right, y1: y, y2: y }),
      svg('text', { x: left - 8, y: y + 4, 'text-anchor': 'end' }, number(tick, 12)),
    );
  }
  for (const [place, text] of marksOf(data, across, right - left)) {
    root.append(svg('text', { x: place, y: bottom + 18, 'text-anchor': 'middle' }, text));
  }
  const beside = { transform: `translate(14 ${(top + bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle' };
  root.append(
    svg('text', { x: (left + right) / 2, y: height - 6, 'text-anchor': 'middle' }, model.get('x_label')),
    svg('text', beside, model.get('y_label')),
  );
  // What lies beside the view is cut off, and a point at its edge is whole.
  const [edge, wide, high] = [6, right - left, bottom - top];
  const box = [left - edge, top - edge, wide + 2 * edge, high + 2 * edge];
  const inner = svg('svg', { x: box[0], y: box[1], width: box[2], height: box[3], viewBox: box.join(' ') });
  series.forEach(({ values: own }, which) => {
    const group = svg('g', {
      class: `lite-series lite-series-${which % 6}`,
      part: `series series-${which + 1}`,
    });
    const points = own.flatMap((value, index) =>
      Number.isFinite(value) && Number.isFinite(places[index])
        ? [[across.at(places[index]), down.at(value), index]]
        : [],
    );
    const seen = points.filter(([place]) => place >= left - across.step && place <= right + across.step);
    const bar = (across.step * 0.8) / series.length;
    if (kind === 'line' && points.length > 1) {
      group.append(svg('path', { d: lineOf(points) }));
    }
    for (const [place, y] of kind === 'line' ? lonely(points) : seen) {
      const zero = down.at(0);
      const start = place - across.step * 0.4 + bar * which;
      group.append(
        kind === 'bar'
          ? svg('rect', { x: start, y: Math.min(y, zero), width: bar, height: Math.abs(zero - y) })
          : svg('circle', { cx: place, cy: y, r: 4 }),
      );
    }
    inner.append(group);
  });
  root.append(inner);
  return root;
}

/** A gap in the data is one in the line. */
function lineOf(points) {
  return points
    .map(([place, y, index], order) => {
      const isNew = order === 0 || points[order - 1][2] !== index - 1;
      return `${isNew ? 'M' : 'L'}${place.toFixed(2)} ${y.toFixed(2)}`;
    })
    .join('');
}

/** The points of a line that have none beside them: no line would show them. */
function lonely(points) {
  return points.filter(
    ([, , index], order) => points[order - 1]?.[2] !== index - 1 && points[order + 1]?.[2] !== index + 1,
  );
}

/** The place in `order` of the point that is nearest: of dots to the pointer, else across alone. */
function nearest({ kind, order, places, series }, { across, down }, x, y) {
  let [found, least] = [null, Infinity];
  order.forEach((index, place) => {
    const wide = Math.abs(across.at(places[index]) - x);
    const heights = kind === 'scatter' ? series.map(({ values }) => down.at(values[index]) - y) : [0];
    const distance = Math.min(...heights.filter(Number.isFinite).map((high) => Math.hypot(wide, high)));
    if (distance < least) {
      [found, least] = [place, distance];
    }
  });
  return found;
}

/** The values of all series at a point. */
function valuesAt({ series }, index) {
  return series
    .map(({ name, values }, which) => ({ which, name, value: values[index] }))
    .filter(({ value }) => Number.isFinite(value));
}

function textAt({ x, isNamed, isTime }, index) {
  return isNamed || isTime ? String(x[index]) : number(x[index]);
}

function rangesOf({ series, x }) {
  const named = series.map(({ name, values }) => {
    const [least, most] = rangeOf(values);
    const range = least > most ? '' : [...new Set([number(least), number(most)])].join(' … ');
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

function number(value, digits = 6) {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? Number(value.toPrecision(12)).toExponential()
    : String(Number(value.toPrecision(digits)));
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
