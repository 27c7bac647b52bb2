/** How many steps the Page keys move a point. */
const PAGE = 10;

/** For each key, where a point goes from a value. */
const MOVES = {
  ArrowLeft: (value, step) => value - step,
  ArrowDown: (value, step) => value - step,
  ArrowRight: (value, step) => value + step,
  ArrowUp: (value, step) => value + step,
  PageDown: (value, step) => value - PAGE * step,
  PageUp: (value, step) => value + PAGE * step,
  Home: () => -Infinity,
  End: () => Infinity,
};

function element(name, className, properties = {}) {
  return Object.assign(document.createElement(name), { className, ...properties });
}

/** Shows the line in one cell's output. Listeners end with `signal`. */
function render({ model, el, signal }) {
  const root = element("div", "number-line");
  const line = element("div", "line");
  const flags = element("div", "flags");
  const scale = element("div", "scale");
  const caption = element("output", "caption");
  const handles = new Map();
  line.append(flags, scale);
  root.append(line, caption);
  el.append(root);

  const share = (value) => (value - model.get("low")) / (model.get("high") - model.get("low"));

  function move(name, wanted) {
    const [low, high, step] = ["low", "high", "step"].map((trait) => model.get(trait));
    const stepped = Math.round((Math.min(Math.max(wanted, low), high) - low) / step) * step + low;
    // Sums of steps such as 0.1 have long tails that nobody asked for.
    const value = Math.min(high, Number(stepped.toPrecision(12)));
    model.set("points", { ...model.get("points"), [name]: value });
    model.save_changes();
  }

  function makeHandle(name) {
    const handle = element("div", "handle", { tabIndex: 0 });
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", name);
    handle.append(element("span", "flag", { textContent: name }));
    handle.addEventListener(
      "keydown",
      (event) => {
        const next = MOVES[event.key];
        if (next !== undefined) {
          // Neither the page nor the notebook is to move as well.
          event.preventDefault();
          event.stopPropagation();
          move(name, next(model.get("points")[name], model.get("step")));
        }
      },
      { signal },
    );
    handle.addEventListener(
      "pointerdown",
      (event) => {
        handle.setPointerCapture(event.pointerId);
        handle.focus();
      },
      { signal },
    );
    handle.addEventListener(
      "pointermove",
      (event) => {
        if (handle.hasPointerCapture(event.pointerId)) {
          const { left, width } = scale.getBoundingClientRect();
          const at = (event.clientX - left) / width;
          move(name, model.get("low") + at * (model.get("high") - model.get("low")));
        }
      },
      { signal },
    );
    return handle;
  }

  function showPoints() {
    const points = model.get("points");
    const names = Object.keys(points);
    for (const [name, handle] of handles) {
      if (!(name in points)) {
        handle.remove();
        handles.delete(name);
      }
    }
    flags.style.setProperty("--rows", names.length);
    names.forEach((name, row) => {
      if (!handles.has(name)) {
        handles.set(name, makeHandle(name));
        flags.append(handles.get(name));
      }
      const handle = handles.get(name);
      const at = Math.min(Math.max(share(points[name]), 0), 1);
      handle.style.setProperty("--at", at);
      handle.style.setProperty("--row", row);
      handle.classList.toggle("from-right", at > 0.5);
      handle.setAttribute("aria-valuemin", model.get("low"));
      handle.setAttribute("aria-valuemax", model.get("high"));
      handle.setAttribute("aria-valuenow", points[name]);
    });
  }

  function showScale() {
    const parts = model.get("parts");
    const marks = Array.from({ length: parts + 1 }, (_, index) => {
      const mark = element("span", "mark");
      mark.style.setProperty("--at", index / parts);
      return mark;
    });
    marks[0].textContent = model.get("low");
    marks[parts].textContent = model.get("high");
    scale.replaceChildren(...marks);
  }

  function showCaption() {
    caption.textContent = model.get("caption");
  }

  function showAll() {
    showScale();
    showPoints();
    showCaption();
  }

  const listeners = [
    ["change:points", showPoints],
    ["change:low change:high change:parts", showAll],
    ["change:caption", showCaption],
  ];
  for (const [events, listener] of listeners) {
    model.on(events, listener);
    signal?.addEventListener("abort", () => model.off(events, listener));
  }
  showAll();
}

export default { render };
