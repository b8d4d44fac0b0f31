// A network of two inputs that learns in the page: forward, loss, backward and step by the equations of utils.
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

const sigmoid = (f) => 0.5 * Math.tanh(0.5 * f) + 0.5;
/** Hidden units: value from f, derivative from f and value (utils.activations). */
const UNITS = {
  ReLU: { g: (f) => Math.max(f, 0), d: (f) => (f > 0 ? 1 : 0) },
  tanh: { g: Math.tanh, d: (f, g) => 1 - g * g },
  sigmoid: { g: sigmoid, d: (f, g) => g - g * g },
  "leaky ReLU": { g: (f) => Math.max(f, 0.01 * f), d: (f) => (f > 0 ? 1 : 0.01) },
  none: { g: (f) => f, d: () => 1 },
};

/** Weights of a network with these widths; the biases are 0. `normal()` draws from a normal distribution. He's
 * variance 2 / n_in for rectifiers, Glorot's 2 / (n_in + n_out) for the others (utils.initializers). */
export function initialise(widths, unit, normal) {
  const layers = [];
  for (let k = 1; k < widths.length; k += 1) {
    const [n_in, n_out] = [widths[k - 1], widths[k]];
    const deviation = Math.sqrt(unit.includes("ReLU") ? 2 / n_in : 2 / (n_in + n_out));
    layers.push({
      W: Array.from({ length: n_out }, () => Array.from({ length: n_in }, () => deviation * normal())),
      b: Array(n_out).fill(0),
    });
  }
  return { unit, layers };
}

/** F and G of every layer for the columns of X, one list of examples for each unit; the last layer has no unit. */
export function forward(network, X) {
  const { g } = UNITS[network.unit];
  const [F, G] = [[], [X]];
  network.layers.forEach(({ W, b }, k) => {
    const before = G[k];
    const sums = W.map((row, i) => before[0].map((_, n) => row.reduce((sum, w, j) => sum + w * before[j][n], b[i])));
    F.push(sums);
    G.push(k === network.layers.length - 1 ? sums : sums.map((row) => row.map(g)));
  });
  return { F, G };
}

/** NLL₁ of the scores f and labels 0 and 1, the mean over examples: log(1 + e^f) − f y. */
export function loss(f, y) {
  return f.reduce((sum, each, n) => sum + Math.max(each, 0) + Math.log1p(Math.exp(-Math.abs(each))) - each * y[n], 0) / f.length;
}

/** dW and db of every layer, for scores that `forward` has just computed: dW = dF Gᵀ, dG = Wᵀ dF. */
export function backward(network, { F, G }, y) {
  const { d } = UNITS[network.unit];
  const scores = F[F.length - 1][0];
  let dF = [scores.map((f, n) => (sigmoid(f) - y[n]) / y.length)];
  const gradients = [];
  for (let k = network.layers.length - 1; k >= 0; k -= 1) {
    const { W } = network.layers[k];
    gradients.unshift({
      W: dF.map((row) => G[k].map((g) => row.reduce((sum, each, n) => sum + each * g[n], 0))),
      b: dF.map((row) => row.reduce((sum, each) => sum + each, 0)),
    });
    if (k > 0) {
      const back = dF;
      dF = G[k].map((g, j) => g.map((each, n) => W.reduce((sum, row, i) => sum + row[j] * back[i][n], 0) * d(F[k - 1][j][n], each)));
    }
  }
  return gradients;
}

/** One step of SGD on a mini-batch; changes the network. Returns the loss before the step. */
export function train(network, X, y, rate) {
  const kept = forward(network, X);
  const before = loss(kept.F[kept.F.length - 1][0], y);
  backward(network, kept, y).forEach((gradient, k) => {
    const layer = network.layers[k];
    layer.W.forEach((row, i) => row.forEach((_, j) => { row[j] -= rate * gradient.W[i][j]; }));
    layer.b.forEach((_, i) => { layer.b[i] -= rate * gradient.b[i]; });
  });
  return before;
}

/** All examples once in a given order, `batch` at a time. Returns the mean loss, each taken before its step. */
export function epoch(network, X, y, order, batch, rate) {
  let total = 0;
  for (let start = 0; start < order.length; start += batch) {
    const chosen = order.slice(start, start + batch);
    total += chosen.length * train(network, X.map((row) => chosen.map((n) => row[n])), chosen.map((n) => y[n]), rate);
  }
  return total / order.length;
}

/** Numbers from 0 to 1 that a seed decides (mulberry32), and normal ones out of them (Box and Muller). */
function random(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const shuffled = (n) => {
    const order = Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k -= 1) {
      const other = Math.floor(uniform() * (k + 1));
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  };
  return { uniform, normal, shuffled };
}

/** Data sets made in the page, for a page that brings none: the equations of utils.datasets. */
function made() {
  const { normal, uniform } = random(7);
  const half = (make, spread) => {
    const y = Array.from({ length: 120 }, (_, n) => n % 2);
    const points = y.map((label, n) => make(label, n).map((each) => snap(each + spread * normal(), 0.001)));
    const X = [0, 1].map((k) => points.map((point) => point[k]));
    const ends = X.map((row) => [Math.min(...row), Math.max(...row)]);
    const room = 0.25 * Math.max(...ends.map(([low, high]) => high - low));
    return { X, y, limits: ends.flatMap(([low, high]) => [low - room, high + room]) };
  };
  const turn = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];
  return [
    { name: "two clouds", ...half((label) => (label ? [1, 1] : [-1, -1]), 0.6) },
    { name: "XOR", ...half((label, n) => (label ? [(n >> 1) & 1, 1 - ((n >> 1) & 1)] : [(n >> 1) & 1, (n >> 1) & 1]), 0.15) },
    { name: "circle in a ring", ...half((label) => turn(label ? 0.5 : 1, 2 * Math.PI * uniform()), 0.1) },
    { name: "two moons", ...half((label) => {
      const [x1, x2] = turn(1, Math.PI * uniform());
      return label ? [1 - x1, 0.5 - x2] : [x1, x2];
    }, 0.1) },
    { name: "two spirals", ...half((label) => {
      const radius = Math.sqrt(0.01 + 0.99 * uniform());
      return turn(radius, 3 * Math.PI * radius + Math.PI * label);
    }, 0.02) },
  ];
}

const GRID = 36; // squares along each side of the map
const BATCH = 10;
const FIRST = { dataset: 1, layers: 1, units: 4, unit: "tanh", rate: 0.3, seed: 1 };
const RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];

function render({ model, el }) {
  const get = (name) => model.get(name) ?? FIRST[name];
  const data = model.get("data") ?? made();
  const view = box(el, "A playground: a network that learns",
    "Choose data and a network, then press Train. The map shows what the network answers everywhere: where it says 1 it is orange, where it says 0 blue; on the black line it says ½.");
  let [network, chance, epochs, curve, running, map, plot, scores] = [null, null, 0, [], 0, null, null, []];
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const restart = (values) => {
    pause();
    store(model, values);
  };
  const dataset = menu(view.controls, { label: "data", options: data.map(({ name }, k) => [String(k), name]), set: (k) => restart({ dataset: Number(k) }) });
  const depth = slider(view.controls, { label: "hidden layers", min: 0, max: 3, step: 1, set: (now) => restart({ layers: now }) });
  const width = slider(view.controls, { label: "units in each", min: 1, max: 8, step: 1, set: (now) => restart({ units: now }) });
  const unit = menu(view.controls, { label: "activation", options: Object.keys(UNITS).map((name) => [name, name]), set: (name) => restart({ unit: name }) });
  const rate = menu(view.controls, { label: "rate", options: RATES.map((each) => [String(each), String(each)]), set: (now) => store(model, { rate: Number(now) }) });
  const buttons = make("div", { class: "nnw-controls" });
  view.root.insertBefore(buttons, view.panels); // beside the map also on a phone
  const go = button(buttons, "Train", () => (running ? pause() : resume()));
  button(buttons, "One epoch", () => { pause(); learn(); draw(); });
  button(buttons, "Start anew", () => restart({ seed: get("seed") + 1 }));

  function build() {
    const { X, y, limits } = data[get("dataset")];
    const widths = [2, ...Array(get("layers")).fill(get("units")), 1];
    chance = random(get("seed"));
    network = initialise(widths, get("unit"), chance.normal);
    [epochs, curve] = [0, []];
    view.panels.replaceChildren();
    map = chart(view.panels, { name: "What the network answers", x: limits.slice(0, 2), y: limits.slice(2), xlabel: "x₁", ylabel: "x₂" });
    const [dx, dy] = [(map.right - map.left) / GRID, (map.bottom - map.top) / GRID];
    map.squares = Array.from({ length: GRID * GRID }, (_, k) => {
      const square = make("svg:rect", { x: map.left + (k % GRID) * dx, y: map.top + Math.floor(k / GRID) * dy, width: dx + 0.5, height: dy + 0.5, stroke: "none" });
      add(map.inside, square);
      return square;
    });
    const share = (k, n) => k / n;
    const [left, right, low, high] = limits;
    const corner = Array.from({ length: (GRID + 1) ** 2 }, (_, k) => k);
    map.corners = [corner.map((k) => left + share(k % (GRID + 1), GRID) * (right - left)), corner.map((k) => high - share(Math.floor(k / (GRID + 1)), GRID) * (high - low))];
    map.border = make("svg:path", { fill: "none", stroke: "var(--ink)", "stroke-width": 2 });
    add(map.inside, map.border, ...y.map((label, n) => mark(label, map.across(X[0][n]), map.up(X[1][n]), 3.5)));
    buildCurve(100);
    dataset(String(get("dataset")));
    depth(get("layers"));
    width(get("units"));
    unit(get("unit"));
    draw();
  }

  function buildCurve(most) {
    if (plot) plot.svg.parentNode.remove();
    plot = chart(view.panels, { name: "The loss of each epoch", x: [0, most], y: [0, 1], xname: String, xlabel: "epoch", ylabel: "loss (mean NLL)" });
    plot.line = make("svg:polyline", { fill: "none", stroke: "var(--back)", "stroke-width": 2 });
    add(plot.inside, plot.line);
  }

  function learn() {
    const { X, y } = data[get("dataset")];
    curve.push(epoch(network, X, y, chance.shuffled(y.length), BATCH, get("rate")));
    epochs += 1;
  }

  function draw() {
    const { X, y } = data[get("dataset")];
    const { F } = forward(network, map.corners);
    scores = F[F.length - 1][0];
    const [side, border] = [GRID + 1, []];
    map.squares.forEach((square, k) => {
      const first = Math.floor(k / GRID) * side + (k % GRID);
      const here = [scores[first], scores[first + 1], scores[first + side + 1], scores[first + side]];
      const sure = Math.round(20 * sigmoid((here[0] + here[1] + here[2] + here[3]) / 4)) * 5;
      if (square.sure !== sure) {
        square.sure = sure;
        square.style.fill = Number.isFinite(sure) ? `color-mix(in srgb, var(--one-side) ${sure}%, var(--zero-side))` : "var(--grid)";
      }
      if (here.every((f) => f >= 0) || here.every((f) => !(f >= 0))) return;
      // The line of score 0 through this square: where it cuts the sides.
      const [x, z, size, tall] = ["x", "y", "width", "height"].map((name) => Number(square.getAttribute(name)));
      const at = [[x, z], [x + size - 0.5, z], [x + size - 0.5, z + tall - 0.5], [x, z + tall - 0.5]];
      const cuts = [0, 1, 2, 3].filter((i) => (here[i] >= 0) !== (here[(i + 1) % 4] >= 0)).map((i) => {
        const [p, q, t] = [at[i], at[(i + 1) % 4], here[i] / (here[i] - here[(i + 1) % 4])];
        return `${(p[0] + t * (q[0] - p[0])).toFixed(2)} ${(p[1] + t * (q[1] - p[1])).toFixed(2)}`;
      });
      for (let i = 0; i + 1 < cuts.length; i += 2) border.push(`M ${cuts[i]} L ${cuts[i + 1]}`);
    });
    change(map.border, { d: border.join(" ") });
    const answers = forward(network, X).F.at(-1)[0];
    const now = loss(answers, y);
    const right = answers.filter((f, n) => (f >= 0) === (y[n] === 1)).length;
    if (epochs > plot.x[1]) buildCurve(2 * plot.x[1]);
    change(plot.line, { points: curve.map((each, k) => `${plot.across(k + 1).toFixed(1)},${plot.up(Number.isFinite(each) ? clamp(each, -0.1, 1.1) : 1.1).toFixed(1)}`).join(" ") });
    view.say(`Epoch ${epochs}: loss ${short(now)}, ${right} of ${y.length} examples are right.` +
      (Number.isFinite(now) ? "" : " It ran away: take a smaller rate."));
    rate(String(get("rate")));
    go.textContent = running ? "Pause" : "Train";
  }

  let last = 0;
  function frame(time) {
    const end = performance.now() + 12; // milliseconds of each frame for learning
    do learn(); while (performance.now() < end && epochs % 5 !== 0);
    const lost = !Number.isFinite(curve.at(-1));
    if (lost || epochs >= 2000) running = 0;
    if (!running || !still.matches || time - last > 500) {
      last = time;
      draw();
    }
    if (running) running = requestAnimationFrame(frame);
  }
  function resume() {
    running = requestAnimationFrame(frame);
    go.textContent = "Pause";
  }
  function pause() {
    cancelAnimationFrame(running);
    running = 0;
    go.textContent = "Train";
  }

  const stops = [follow(model, ["dataset", "layers", "units", "unit", "seed"], build), follow(model, ["rate"], () => rate(String(get("rate"))))];
  build();
  return () => { pause(); stops.forEach((stop) => stop()); view.close(); };
}

export default { render };
