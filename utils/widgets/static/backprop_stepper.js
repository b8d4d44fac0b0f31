// Backpropagation edge by edge: values go forward, blame comes back; click an edge to see its product.
// One file, no imports: it runs under anywidget in JupyterLab and on a web page alike.
// The numbers and the sentences of every step come from Python (widgets.backprop_steps).

// ---- shared: the same in every moving picture (a test holds the copies equal) ----
const STYLE = `
.nnw { --ink: #1a1a1a; --soft: #555; --line: #8a8a8a; --grid: #e3e3e3; --paper: #fff; --zero: #0072b2; --one: #e69f00;
  --zero-side: #cfe4f0; --one-side: #fae6c2; --wrong: #b34700; --focus: #0050a0; --go: #0072b2; --back: #b34700;
  color: var(--ink); background: var(--paper); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif;
  max-width: 860px; padding: 8px; box-sizing: border-box; border: 1px solid var(--grid); border-radius: 6px; }
@media (prefers-color-scheme: dark) { html:not([data-theme=light]) body:not([data-jp-theme-light=true]) .nnw {
  --ink: #ececec; --soft: #bbb; --line: #909090; --grid: #3c3c3c; --paper: #16181c; --zero: #56b4e9; --one: #f0b340;
  --zero-side: #143a50; --one-side: #4d3a12; --wrong: #ff9d66; --focus: #9ccbff; --go: #56b4e9; --back: #ff9d66; } }
html[data-theme=dark] .nnw, body[data-jp-theme-light=false] .nnw {
  --ink: #ececec; --soft: #bbb; --line: #909090; --grid: #3c3c3c; --paper: #16181c; --zero: #56b4e9; --one: #f0b340;
  --zero-side: #143a50; --one-side: #4d3a12; --wrong: #ff9d66; --focus: #9ccbff; --go: #56b4e9; --back: #ff9d66; }
.nnw p { margin: 4px 0; color: var(--ink); }
.nnw .nnw-how { color: var(--soft); font-size: 14px; }
@media (hover: none) { .nnw .nnw-keys { display: none; } }
.nnw .nnw-said { font-weight: 600; min-height: 2.9em; font-variant-numeric: tabular-nums; }
@media (max-width: 500px) { .nnw .nnw-said { min-height: 4.35em; } } /* what is dragged must not jump */
.nnw .nnw-panels { display: flex; flex-wrap: wrap; gap: 8px; }
.nnw .nnw-panel { flex: 1 1 280px; min-width: 0; max-width: 420px; margin: 0; }
.nnw .nnw-panel.nnw-wide { flex-basis: 100%; max-width: none; }
.nnw .nnw-name { font-weight: 600; margin: 0; color: var(--ink); font-size: 14px; }
.nnw svg { display: block; width: 100%; height: auto; overflow: visible; user-select: none; -webkit-user-select: none; }
.nnw svg text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
.nnw svg .nnw-grid { stroke: var(--grid); stroke-width: 1; }
.nnw svg .nnw-frame { fill: none; stroke: var(--line); stroke-width: 1; }
.nnw svg .nnw-tick { fill: var(--soft); font-size: 12px; }
.nnw svg .nnw-halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.nnw .nnw-grip { cursor: grab; outline: none; }
.nnw :is(.nnw-grip, .nnw-grip *) { touch-action: none; }
.nnw .nnw-grip:active { cursor: grabbing; }
.nnw .nnw-grip .nnw-hit { fill: transparent; stroke: none; }
.nnw .nnw-grip .nnw-knob { fill: var(--paper); stroke: var(--ink); stroke-width: 2.5; }
.nnw .nnw-grip:hover .nnw-knob { stroke-width: 4; }
.nnw .nnw-grip .nnw-ring { fill: none; stroke: var(--focus); stroke-width: 3; visibility: hidden; }
.nnw .nnw-grip line.nnw-ring { stroke-width: 10; opacity: 0.6; }
.nnw :is(.nnw-grip, .nnw-edge):focus-visible .nnw-ring { visibility: visible; }
.nnw .nnw-edge { cursor: pointer; outline: none; }
.nnw .nnw-edge .nnw-ring { fill: none; stroke: var(--focus); stroke-width: 10; opacity: 0.6; visibility: hidden; }
.nnw svg .nnw-blame { fill: var(--back); font-weight: 600; }
.nnw .nnw-panels .nnw-controls { flex: 1 1 200px; flex-direction: column; align-items: stretch; justify-content: center; }
.nnw .nnw-panels .nnw-control { flex: 0 0 auto; }
.nnw .nnw-controls { display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: end; margin: 6px 0; }
.nnw .nnw-holder { display: contents; }
.nnw .nnw-control { display: flex; flex-direction: column; flex: 1 1 150px; max-width: 260px; font-size: 14px; color: var(--ink); }
.nnw .nnw-control input, .nnw .nnw-control select { width: 100%; margin: 0; min-height: 28px; box-sizing: border-box; accent-color: var(--go); }
.nnw select, .nnw button { font: inherit; font-size: 14px; color: var(--ink); background: var(--paper); border: 1px solid var(--line);
  border-radius: 4px; padding: 4px 10px; min-height: 32px; }
.nnw button { cursor: pointer; }
.nnw button:disabled { opacity: 0.5; cursor: default; }
.nnw :is(button, select, input):focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
.nnw .nnw-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.nnw .nnw-slide { transition: transform 0.4s; }
@media (prefers-reduced-motion: reduce) { .nnw .nnw-slide { transition: none; } }
`;
let sheet;
let numbered = 0;

/** An element of HTML, or of SVG if its name starts with "svg:"; attributes that are undefined are left out. */
function make(name, attributes = {}, ...children) {
  const node = name.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
    : document.createElement(name);
  return add(change(node, attributes), ...children);
}
function change(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) node.removeAttribute(key);
    else node.setAttribute(key, value);
  }
  return node;
}
function add(node, ...children) {
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A number as Python's format(round(number, 12), ".3g") writes it, with a real minus sign. */
export function short(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "nan" : number > 0 ? "inf" : "−inf";
  const value = Math.abs(number) < 1e20 ? Number(number.toFixed(12)) : number;
  if (value === 0) return "0";
  const [digits, power] = Math.abs(value).toExponential(60).split("e");
  const all = digits.replace(".", "");
  const rest = all.slice(3);
  const half = /^50*$/.test(rest); // exactly between two: Python takes the even one
  let whole = Number(all.slice(0, 3));
  if (half ? whole % 2 === 1 : rest[0] >= "5") whole += 1;
  let exponent = Number(power);
  if (whole === 1000) [whole, exponent] = [100, exponent + 1];
  const sign = value < 0 ? "−" : "";
  if (exponent < -4 || exponent >= 3) {
    const mantissa = (whole / 100).toFixed(2).replace(/\.?0+$/, "");
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "−" : "+"}${size}`;
  }
  const plain = Number(`${whole}e${exponent - 2}`).toFixed(Math.max(0, 2 - exponent));
  return sign + (plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain);
}
/** " + 0.5" or " − 0.5". */
function signed(number) {
  const text = short(number);
  return text.startsWith("−") ? ` − ${text.slice(1)}` : ` + ${text}`;
}
function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
/** The nearest whole multiple of a step such as 0.1, without the noise of binary fractions. */
function snap(value, step) {
  return Number((Math.round(value / step) * step).toFixed(10)) + 0;
}

/**
 * The box that a picture lives in: what it is called, how to move it, and the sentence that says the numbers.
 * The controls stand below the charts, or, for a single chart, beside it where there is room.
 */
function box(el, name, how, { beside = false } = {}) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const said = make("p", { class: "nnw-said" });
  const spoken = make("p", { class: "nnw-hidden", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const panels = make("div", { class: "nnw-panels" });
  const controls = make("div", { class: "nnw-controls" });
  // JupyterLab has shortcuts on arrow keys and letters; in here they belong to the picture.
  const root = make("div", { class: "nnw", role: "group", "aria-label": name, "data-lm-suppress-shortcuts": "true" },
    make("p", { class: "nnw-how" }, how, make("span", { class: "nnw-keys" },
      " Keyboard: Tab to a handle or slider, move it with the arrow keys; Shift makes larger steps.")),
    said, panels, beside ? null : controls, spoken);
  el.append(root);
  let waiting;
  let first = true;
  const say = (text) => {
    if (said.textContent === text) return;
    said.textContent = text;
    clearTimeout(waiting);
    // A screen reader hears the picture when it rests, not at every pixel, and not while the page loads.
    if (!first) waiting = setTimeout(() => { spoken.textContent = text; }, 350);
    first = false;
  };
  const close = () => {
    clearTimeout(waiting);
    root.remove();
  };
  const settle = () => { if (beside) panels.append(controls); };
  return { root, panels, controls, say, settle, close };
}

/** Round numbers between two ends, about `count` of them. */
function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * [1, 2, 5, 10].find((each) => each * ten >= rough);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) found.push(snap(k * step, step));
  return found;
}

/** Axes with labels, below their name. `across` and `up` turn numbers into places, `at` an event into numbers. */
function chart(parent, { name, x, y, xlabel, ylabel, ticked, xticks = ticked, yticks = ticked, xname = short, yname = short, width = 360, height = 350 }) {
  const [left, right, top, bottom] = [46, width - 12, 8, height - 42];
  const across = (value) => left + ((value - x[0]) / (x[1] - x[0])) * (right - left);
  const up = (value) => bottom - ((value - y[0]) / (y[1] - y[0])) * (bottom - top);
  const id = `nnw-clip-${Math.random().toString(36).slice(2)}-${(numbered += 1)}`;
  const frame = { x: left, y: top, width: right - left, height: bottom - top };
  const svg = make("svg:svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name });
  const axes = make("svg:g", { "aria-hidden": "true" });
  const inside = make("svg:g", { "clip-path": `url(#${id})`, "aria-hidden": "true" });
  const front = make("svg:g", { "aria-hidden": "true" });
  const grips = make("svg:g");
  for (const value of xticks ?? ticks(...x)) {
    add(axes, make("svg:line", { class: "nnw-grid", x1: across(value), x2: across(value), y1: top, y2: bottom }),
      make("svg:text", { class: "nnw-tick", x: across(value), y: bottom + 15, "text-anchor": "middle" }, xname(value)));
  }
  for (const value of yticks ?? ticks(...y)) {
    add(axes, make("svg:line", { class: "nnw-grid", x1: left, x2: right, y1: up(value), y2: up(value) }),
      make("svg:text", { class: "nnw-tick", x: left - 5, y: up(value) + 4, "text-anchor": "end" }, yname(value)));
  }
  add(axes, make("svg:text", { x: (left + right) / 2, y: height - 8, "text-anchor": "middle" }, xlabel),
    make("svg:text", { transform: `translate(12 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, ylabel));
  add(svg, make("svg:defs", {}, make("svg:clipPath", { id }, make("svg:rect", frame))), axes, inside,
    make("svg:rect", { class: "nnw-frame", "aria-hidden": "true", ...frame }), front, grips);
  add(parent, make("div", { class: "nnw-panel" }, make("p", { class: "nnw-name" }, name), svg));
  const at = (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { px: place.x, py: place.y,
      x: x[0] + ((place.x - left) / (right - left)) * (x[1] - x[0]),
      y: y[0] + ((bottom - place.y) / (bottom - top)) * (y[1] - y[0]) };
  };
  return { svg, inside, front, grips, across, up, at, left, right, top, bottom, x, y };
}

/** Something to drag, or to move with the arrow keys: `dragged(from, to)`, `pressed(right, up)` in steps. */
function grip(plot, { label, kind, dragged, pressed, started = () => {} }, ...shapes) {
  const node = make("svg:g", { class: "nnw-grip", tabindex: "0", role: "slider", "aria-label": label,
    "aria-roledescription": kind }, ...shapes);
  let last = null;
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    node.focus({ preventScroll: true, focusVisible: false });
    node.setPointerCapture(event.pointerId);
    last = { clientX: event.clientX, clientY: event.clientY };
    started();
  });
  node.addEventListener("pointermove", (event) => {
    if (last === null) return;
    const now = { clientX: event.clientX, clientY: event.clientY };
    dragged(plot.at(last), plot.at(now));
    last = now;
  });
  // Chromium takes touch-action from no part of an SVG: a finger on a handle would scroll the page instead.
  node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => { last = null; });
  node.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 5 : 1;
    pressed(way[0] * size, way[1] * size);
  });
  plot.grips.append(node);
  return node;
}
function value(node, now, low, high, text) {
  change(node, { "aria-valuenow": now, "aria-valuemin": low, "aria-valuemax": high, "aria-valuetext": text });
}

/** A slider with its name and its number. Returns a function that shows a new number. */
function slider(parent, { label, min, max, step, set, text = short }) {
  const shown = make("span", {}, "");
  const input = make("input", { type: "range", min, max, step, "aria-label": label });
  input.addEventListener("input", () => set(Number(input.value)));
  input.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!way || !event.shiftKey) return;
    event.preventDefault();
    set(snap(clamp(Number(input.value) + 5 * way * step, min, max), step));
  });
  add(parent, make("label", { class: "nnw-control" }, shown, input));
  return (now) => {
    input.value = now;
    shown.textContent = `${label} = ${text(now)}`;
    change(input, { "aria-valuetext": text(now) });
  };
}

/** A menu. Returns a function that shows another choice. */
function menu(parent, { label, options, set }) {
  const select = make("select", { "aria-label": label },
    ...options.map(([key, words]) => make("option", { value: key }, words)));
  select.addEventListener("change", () => set(select.value));
  add(parent, make("label", { class: "nnw-control" }, make("span", {}, label), select));
  return (now) => { select.value = now; };
}
function button(parent, label, act) {
  const node = make("button", { type: "button" }, label);
  node.addEventListener("click", act);
  add(parent, node);
  return node;
}

/** An example: a disc for class 0, a square for class 1, so that grey print keeps the classes apart. */
function mark(label, px, py, size = 6) {
  const look = { fill: `var(--${label === 1 ? "one" : "zero"})`, stroke: "var(--ink)", "stroke-width": 1 };
  return label === 1
    ? make("svg:rect", { x: px - size, y: py - size, width: 2 * size, height: 2 * size, ...look })
    : make("svg:circle", { cx: px, cy: py, r: size, ...look });
}

/** Keep a picture true to its model: `draw` after every change of one of `names`. Returns how to stop. */
function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  return () => { for (const name of names) model.off(`change:${name}`, draw); };
}
function store(model, values) {
  for (const [name, now] of Object.entries(values)) model.set(name, now);
  model.save_changes();
}
// ---- end of what is shared ----

/** All that is known after a step: every step holds only what it has changed. */
export function known(steps, step) {
  const [values, blame] = [{}, {}];
  for (const each of steps.slice(0, step + 1)) {
    Object.assign(values, each.values);
    Object.assign(blame, each.blame);
  }
  return { values, blame };
}

/** What an edge carries, in words, as far as it is known after a step. */
export function product(units, steps, step, [from, to]) {
  const { values, blame } = known(steps, step);
  const unit = units.find((each) => each.name === to);
  const weight = unit.weights[unit.inputs.indexOf(from)];
  const forward = values[from] === undefined ? `${from} has no value yet.`
    : `forward ${short(weight)} · ${short(values[from])} = ${short(weight * values[from])}`;
  const settled = steps.slice(0, step + 1).some((each) => each.back && each.edge && each.edge[0] === to);
  if (!settled) return `Edge ${from} → ${to}: ${forward}${values[from] === undefined ? "" : "; back: not yet known."}`;
  const dF = blame[to] * values[to] * (1 - values[to]);
  return `Edge ${from} → ${to}: ${forward}; back ${short(weight)} · ${short(dF)} = ${short(weight * dF)}.`;
}

const [COLUMN, ROW, RADIUS] = [50, 62, 23]; // pixels for each unit of a place

function render({ model, el }) {
  const [units, steps, places] = [model.get("units"), model.get("steps"), model.get("places")];
  const last = steps.length - 1;
  const view = box(el, "Backpropagation, edge by edge",
    "Step through the network: values go forward (solid), blame comes back (dashed). Click an edge to see what it carries.");
  const names = Object.keys(places);
  const [xs, ys] = [0, 1].map((k) => names.map((name) => places[name][k]));
  const [width, height] = [(Math.max(...xs) - Math.min(...xs)) * COLUMN + 114, (Math.max(...ys) - Math.min(...ys)) * ROW + 140];
  const at = (name) => [57 + (places[name][0] - Math.min(...xs)) * COLUMN, 70 + (Math.max(...ys) - places[name][1]) * ROW];
  const svg = make("svg:svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "The network: click an edge" });
  svg.style.maxWidth = `${1.5 * width}px`;
  svg.style.minWidth = `${0.75 * width}px`; // below it words could not be read: the picture scrolls
  svg.style.overflow = "hidden";
  const scroll = make("div", { class: "nnw-scroll" }, svg);
  scroll.style.overflowX = "auto";
  add(view.panels, make("div", { class: "nnw-panel nnw-wide" }, make("p", { class: "nnw-name" }, "In each node its value; beside it its name, its bias and its blame"), scroll));
  const carried = make("p", { "aria-live": "polite" });
  carried.style.minHeight = "1.45em";
  view.root.insertBefore(carried, view.controls);

  const go = (step) => store(model, { step: clamp(step, 0, last) });
  const choose = (edge) => store(model, { chosen: edge });
  const edges = units.flatMap((unit) => unit.inputs.map((from, k) => {
    const [[x1, y1], [x2, y2]] = [at(from), at(unit.name)];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
    const ends = { x1: x1 + dx * (RADIUS + 3), y1: y1 + dy * (RADIUS + 3), x2: x2 - dx * (RADIUS + 3), y2: y2 - dy * (RADIUS + 3) };
    const share = y1 === y2 ? 0.5 : 0.32;
    const [stroke, head] = [make("svg:line", ends), make("svg:path", { d: "M 0 0 L -11 -6 L -11 6 Z" })];
    const text = make("svg:text", { class: "nnw-halo", x: x1 + share * (x2 - x1), y: y1 + share * (y2 - y1) + 4, "text-anchor": "middle" }, short(unit.weights[k]));
    const node = make("svg:g", { class: "nnw-edge", tabindex: "0", role: "button", "aria-pressed": "false",
      "aria-label": `Edge from ${from} to ${unit.name}, weight ${short(unit.weights[k])}` },
    make("svg:line", { ...ends, class: "nnw-ring" }), stroke, head, make("svg:line", { ...ends, stroke: "transparent", "stroke-width": 22 }), text);
    const pair = [from, unit.name];
    node.addEventListener("click", () => choose(pair));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(pair);
    });
    add(svg, node);
    return { from, to: unit.name, node, stroke, head, text, ends, angle: (Math.atan2(dy, dx) * 180) / Math.PI };
  }));
  const nodes = names.map((name) => {
    const unit = units.find((each) => each.name === name);
    const [px, py] = at(name);
    const above = places[name][1] >= 0;
    const shape = unit ? make("svg:circle", { cx: px, cy: py, r: RADIUS })
      : make("svg:rect", { x: px - RADIUS + 2, y: py - RADIUS + 2, width: 2 * RADIUS - 4, height: 2 * RADIUS - 4 });
    change(shape, { fill: "var(--paper)", stroke: "var(--ink)" });
    const line = (k) => (k > 0 ? py - RADIUS - 8 - 15 * (k - 1) : py + RADIUS + 17 + 15 * (-k - 1));
    const [inside, blamed] = [make("svg:text", { x: px, y: py + 4, "text-anchor": "middle", "font-weight": 600 }),
      make("svg:text", { class: "nnw-halo nnw-blame", x: px, y: line(places[name][1] === 0 ? -1 : above ? 2 : -2), "text-anchor": "middle" })];
    add(svg, make("svg:g", {}, shape, inside,
      make("svg:text", { class: "nnw-halo", x: px, y: line(above ? 1 : -1), "text-anchor": "middle" }, unit ? `${name}, bias ${short(unit.bias)}` : name), blamed));
    return { name, shape, inside, blamed };
  });
  const step = slider(view.controls, { label: "step", min: 0, max: last, step: 1, set: go, text: (now) => `${now} of ${last}` });
  const back = button(view.controls, "◀ Back", () => go(model.get("step") - 1));
  const next = button(view.controls, "Next ▶", () => go(model.get("step") + 1));

  function draw() {
    const now = model.get("step");
    const chosen = model.get("chosen");
    const { values, blame } = known(steps, now);
    const { edge, back: returning, said } = steps[now];
    for (const each of edges) {
      const walked = edge !== null && edge.includes(each.from) && edge.includes(each.to);
      const reversed = walked && returning;
      const colour = walked ? (reversed ? "var(--back)" : "var(--go)") : "var(--line)";
      const picked = chosen !== null && chosen[0] === each.from && chosen[1] === each.to;
      change(each.stroke, { stroke: colour, "stroke-width": walked || picked ? 3.5 : 1.3, "stroke-dasharray": reversed ? "7 5" : undefined });
      const [hx, hy] = reversed ? [each.ends.x1, each.ends.y1] : [each.ends.x2, each.ends.y2];
      change(each.head, { fill: colour, transform: `translate(${hx} ${hy}) rotate(${each.angle + (reversed ? 180 : 0)})` });
      change(each.text, { "font-weight": walked || picked ? 700 : 400, "text-decoration": picked ? "underline" : undefined });
      change(each.node, { "aria-pressed": String(picked) });
    }
    for (const { name, shape, inside, blamed } of nodes) {
      const reached = edge !== null && edge[1] === name;
      change(shape, { stroke: reached ? (returning ? "var(--back)" : "var(--go)") : "var(--ink)", "stroke-width": reached ? 3.5 : 1.3 });
      inside.textContent = values[name] === undefined ? "?" : short(values[name]);
      blamed.textContent = blame[name] === undefined ? "" : `∂L/∂${name} = ${short(blame[name])}`;
    }
    carried.textContent = chosen === null ? "Click an edge to see its product." : product(units, steps, now, chosen);
    view.say(said);
    step(now);
    back.disabled = now === 0;
    next.disabled = now === last;
  }
  const stop = follow(model, ["step", "chosen"], draw);
  draw();
  return () => { stop(); view.close(); };
}

export default { render };
