// The half-plane of one perceptron: drag the arrow (the weights) or the line (the bias).
// One file, no imports: it runs under anywidget in JupyterLab and on a web page alike.

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

/** The part of a rectangle where w · x + b ≥ 0, as a list of corners. */
export function side(corners, w, b) {
  const height = ([x1, x2]) => w[0] * x1 + w[1] * x2 + b;
  const kept = [];
  corners.forEach((here, k) => {
    const there = corners[(k + 1) % corners.length];
    const [a, c] = [height(here), height(there)];
    if (a >= 0) kept.push(here);
    if (a * c < 0) kept.push([0, 1].map((i) => here[i] + (a / (a - c)) * (there[i] - here[i])));
  });
  return kept;
}

/** What the perceptron answers to each column of X: 1 where w · x + b ≥ 0. */
export function predict(X, w, b) {
  return X[0].map((x1, k) => (w[0] * x1 + w[1] * X[1][k] + b >= 0 ? 1 : 0));
}

const BASE = 34; // pixels: how long the arrow is for tiny weights, so that it can be taken hold of
const PER_UNIT = 20; // pixels more for each unit of ‖w‖

function render({ model, el }) {
  const [left, right, low, high] = model.get("limits");
  const reach = model.get("reach");
  const STEP = 0.1;
  const X = model.get("X");
  const y = model.get("y");
  const view = box(el, "The half-plane of a perceptron",
    "Drag the tip of the arrow to change the weights w. Drag the line to change the bias b. The sliders do the same.",
    { beside: true });
  const plot = chart(view.panels, { name: "Where the perceptron answers 1, and where 0", x: [left, right], y: [low, high],
    xlabel: "input x₁", ylabel: "input x₂" });
  const corners = [[left, low], [right, low], [right, high], [left, high]];
  const id = `nnw-hatch-${Math.random().toString(36).slice(2)}`;
  add(plot.inside, make("svg:pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    make("svg:rect", { width: 9, height: 9, fill: "var(--one-side)" }),
    make("svg:line", { x1: 0, x2: 0, y1: 0, y2: 9, stroke: "var(--line)", "stroke-width": 1 })));
  const zero = make("svg:polygon", { fill: "var(--zero-side)" });
  const one = make("svg:polygon", { fill: `url(#${id})` });
  const points = make("svg:g");
  const words = make("svg:g");
  add(plot.inside, zero, one, points);
  add(plot.front, words);

  const set = (w, b) => store(model, {
    w: w.map((each) => snap(clamp(each, -reach, reach), STEP)), b: snap(clamp(b, -reach, reach), STEP) });
  let exact = 0; // while something is dragged: its numbers before they are rounded
  const line = grip(plot, {
    label: "The line: bias b", kind: "line to drag",
    started: () => { exact = model.get("b"); },
    dragged: (from, to) => {
      const w = model.get("w");
      exact -= w[0] * (to.x - from.x) + w[1] * (to.y - from.y);
      set(w, exact);
    },
    pressed: (across, up) => set(model.get("w"), model.get("b") + STEP * (across + up)),
  }, make("svg:line", { class: "nnw-ring" }), make("svg:line", { stroke: "var(--ink)", "stroke-width": 2.5 }),
  make("svg:line", { stroke: "transparent", "stroke-width": 24 }), make("svg:circle", { class: "nnw-knob", r: 8 }));
  let tip = [0, 0];
  const arrow = grip(plot, {
    label: "The arrow's tip: weights w", kind: "arrow to drag",
    started: () => { tip = vector(model.get("w")); },
    dragged: (from, to) => {
      tip = [tip[0] + to.px - from.px, tip[1] - (to.py - from.py)];
      const length = Math.hypot(...tip);
      const size = Math.max(STEP, (length - BASE) / PER_UNIT);
      if (length > 0) set(tip.map((each) => (each / length) * size), model.get("b"));
    },
    pressed: (across, up) => {
      const w = model.get("w");
      set([w[0] + STEP * across, w[1] + STEP * up], model.get("b"));
    },
  }, make("svg:line", { stroke: "var(--ink)", "stroke-width": 3 }),
  make("svg:g", {}, make("svg:circle", { class: "nnw-hit", r: 22 }), make("svg:circle", { class: "nnw-ring", r: 14 }),
    make("svg:path", { d: "M 12 0 L -7 -9 L -7 9 Z", class: "nnw-knob" })));

  /** The arrow for w in pixels, up being positive. */
  function vector(w) {
    const size = Math.hypot(...w);
    return size === 0 ? [BASE, 0] : w.map((each) => (each / size) * (BASE + PER_UNIT * size));
  }

  const sliders = [["w₁", 0], ["w₂", 1]].map(([label, k]) => slider(view.controls, { label, min: -reach, max: reach, step: STEP,
    set: (now) => set(model.get("w").map((old, i) => (i === k ? now : old)), model.get("b")) }));
  view.settle();
  sliders.push(slider(view.controls, { label: "b", min: -reach, max: reach, step: STEP, set: (now) => set(model.get("w"), now) }));

  function draw() {
    const w = model.get("w");
    const b = model.get("b");
    const place = (list) => list.map(([x1, x2]) => `${plot.across(x1)},${plot.up(x2)}`).join(" ");
    const all = w[0] === 0 && w[1] === 0;
    change(one, { points: place(side(corners, w, b)) });
    change(zero, { points: place(side(corners, [-w[0], -w[1]], -b)) });
    const middle = [(left + right) / 2, (low + high) / 2];
    const square = w[0] ** 2 + w[1] ** 2;
    const share = all ? 0 : (w[0] * middle[0] + w[1] * middle[1] + b) / square;
    const foot = [middle[0] - share * w[0], middle[1] - share * w[1]]; // on the line, nearest to the middle
    // Where there is no line to be seen, its knob stays, at the edge: somebody may be moving it with the keyboard.
    let cut = null;
    let knob = [clamp(plot.across(foot[0]), plot.left, plot.right), clamp(plot.up(foot[1]), plot.top, plot.bottom)];
    if (!all) {
      const far = (2 * (right - left + high - low)) / Math.sqrt(square);
      const ends = [-far, far].map((t) => [foot[0] - t * w[1], foot[1] + t * w[0]]);
      cut = cross(ends, plot);
      if (cut) {
        const lies = plot.across(foot[0]) < (cut.x1 + cut.x2) / 2 ? 0.75 : 0.25; // away from the arrow
        const t = cut.x1 < cut.x2 ? lies : 1 - lies;
        knob = [cut.x1 + t * (cut.x2 - cut.x1), cut.y1 + t * (cut.y2 - cut.y1)];
      }
    }
    for (const each of line.querySelectorAll("line")) change(each, cut ?? { x1: knob[0], y1: knob[1], x2: knob[0], y2: knob[1] });
    change(line.lastChild, { cx: knob[0], cy: knob[1] });
    const [vx, vy] = vector(w);
    const [fx, fy] = [clamp(plot.across(foot[0]), plot.left, plot.right), clamp(plot.up(foot[1]), plot.top, plot.bottom)];
    const [tx, ty] = [clamp(fx + vx, plot.left + 12, plot.right - 12), clamp(fy - vy, plot.top + 12, plot.bottom - 12)];
    change(arrow.firstChild, { x1: fx, y1: fy, x2: tx, y2: ty });
    const angle = (Math.atan2(-vy, vx) * 180) / Math.PI;
    change(arrow.lastChild, { transform: `translate(${tx} ${ty}) rotate(${angle})` });
    const beyond = [tx + (20 * vx) / Math.hypot(vx, vy), ty - (20 * vy) / Math.hypot(vx, vy) + 5];
    words.replaceChildren(make("svg:text", { class: "nnw-halo", x: beyond[0], y: beyond[1], "text-anchor": "middle", "font-weight": 600 }, "w"));
    for (const [text, answer] of [["answers 1", 1], ["answers 0", 0]]) {
      const corner = corners.map((each) => [each, w[0] * each[0] + w[1] * each[1] + b])
        .sort((p, q) => (answer ? q[1] - p[1] : p[1] - q[1]))[0];
      if ((corner[1] >= 0 ? 1 : 0) !== answer) continue;
      const [cx, cy] = corner[0];
      add(words, make("svg:text", { class: "nnw-halo", x: cx === left ? plot.left + 8 : plot.right - 8,
        y: cy === low ? plot.bottom - 10 : plot.top + 20, "text-anchor": cx === left ? "start" : "end", "font-weight": 600 }, text));
    }
    points.replaceChildren();
    let told = "";
    if (X) {
      const answers = predict(X, w, b);
      const wrong = y ? answers.filter((answer, k) => answer !== y[k]).length : 0;
      answers.forEach((answer, k) => {
        const [px, py] = [plot.across(X[0][k]), plot.up(X[1][k])];
        if (y && answer !== y[k]) add(points, make("svg:circle", { cx: px, cy: py, r: 12, fill: "none", stroke: "var(--wrong)", "stroke-width": 3, "stroke-dasharray": "5 3" }));
        add(points, mark(y ? y[k] : 0, px, py));
      });
      told = y ? ` ${answers.length - wrong} of ${answers.length} examples are right` + (wrong ? ", the wrong ones are ringed." : ".") : ` ${answers.filter(Boolean).length} of ${answers.length} examples get answer 1.`;
    }
    const law = `${short(w[0])} x₁${signed(w[1])} x₂${signed(b)} ≥\u00a00`;
    view.say(`Answer 1 where ${law}.${told}`);
    value(line, b, -reach, reach, `b = ${short(b)}`);
    value(arrow, w[0], -reach, reach, `w₁ = ${short(w[0])}, w₂ = ${short(w[1])}`);
    [...w, b].forEach((now, k) => sliders[k](now));
  }

  /** The part of a line inside the axes, in pixels; null if there is none. */
  function cross([[ax, ay], [bx, by]], { left: l, right: r, top: t, bottom: u }) {
    const [x1, y1, x2, y2] = [plot.across(ax), plot.up(ay), plot.across(bx), plot.up(by)];
    let [from, to] = [0, 1];
    for (const [p, q] of [[x1 - x2, x1 - l], [x2 - x1, r - x1], [y1 - y2, y1 - t], [y2 - y1, u - y1]]) {
      if (p === 0 && q < 0) return null;
      if (p < 0) from = Math.max(from, q / p);
      if (p > 0) to = Math.min(to, q / p);
    }
    if (from >= to) return null;
    return { x1: x1 + from * (x2 - x1), y1: y1 + from * (y2 - y1), x2: x1 + to * (x2 - x1), y2: y1 + to * (y2 - y1) };
  }

  const stop = follow(model, ["w", "b"], draw);
  draw();
  return () => { stop(); view.close(); };
}

export default { render };
