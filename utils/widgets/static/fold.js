// XOR as folding: two lines in the plane of the inputs, and where they send the four corners.
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

const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
const XOR = [0, 1, 1, 0];

/** The answers of the two hidden steps to an input. */
export function hidden([x1, x2], b1, b2) {
  return [b1, b2].map((b) => (x1 + x2 + b >= 0 ? 1 : 0));
}

/** The answer of the whole network. */
export function answer(x, b1, b2, v, c) {
  const h = hidden(x, b1, b2);
  return v[0] * h[0] + v[1] * h[1] + c >= 0 ? 1 : 0;
}

/** The part of a list of corners where w · x + b ≥ 0. */
function side(corners, w, b) {
  const height = ([x1, x2]) => w[0] * x1 + w[1] * x2 + b;
  const kept = [];
  corners.forEach((here, k) => {
    const there = corners[(k + 1) % corners.length];
    const [a, d] = [height(here), height(there)];
    if (a >= 0) kept.push(here);
    if (a * d < 0) kept.push([0, 1].map((i) => here[i] + (a / (a - d)) * (there[i] - here[i])));
  });
  return kept;
}

function render({ model, el }) {
  const [v, c] = [model.get("v"), model.get("c")];
  const [LOW, HIGH, STEP] = [-3, 1, 0.25];
  const [from, to] = [-0.6, 1.6];
  const view = box(el, "Two hidden units fold the plane",
    "Drag the two lines on the left. On the right see where the hidden units send each corner: one line there must part discs from squares.");
  const axes = { x: [from, to], y: [from, to], ticked: [0, 1] };
  const input = chart(view.panels, { name: "Inputs: the corners, labelled by XOR", xlabel: "x₁", ylabel: "x₂", ...axes });
  const plane = chart(view.panels, { name: "Hidden units: where the corners land", xlabel: "h₁", ylabel: "h₂", ...axes });
  const square = [[from, from], [to, from], [to, to], [from, to]];
  const places = (plot, list) => list.map(([p, q]) => `${plot.across(p)},${plot.up(q)}`).join(" ");
  const ones = make("svg:g");
  add(input.inside, make("svg:polygon", { points: places(input, square), fill: "var(--zero-side)" }), ones);
  add(plane.inside, make("svg:polygon", { points: places(plane, square), fill: "var(--zero-side)" }),
    make("svg:polygon", { points: places(plane, side(square, v, c)), fill: "var(--one-side)" }));
  if (v[0] !== 0 || v[1] !== 0) {
    const share = -c / (v[0] ** 2 + v[1] ** 2);
    const ends = [-9, 9].map((t) => [share * v[0] - t * v[1], share * v[1] + t * v[0]]);
    add(plane.inside, make("svg:line", { x1: plane.across(ends[0][0]), y1: plane.up(ends[0][1]), x2: plane.across(ends[1][0]),
      y2: plane.up(ends[1][1]), stroke: "var(--ink)", "stroke-width": 2 }));
  }
  for (const plot of [input, plane]) {
    add(plot.front, make("svg:text", { class: "nnw-halo", x: plot.left + 8, y: plot.bottom - 8 }, "blue: y = 0"),
      make("svg:text", { class: "nnw-halo", x: plot.right - 8, y: plot.bottom - 8, "text-anchor": "end" }, "orange: y = 1"));
  }
  const rings = make("svg:g");
  add(input.front, rings, ...CORNERS.flatMap(([x1, x2], k) => [mark(XOR[k], input.across(x1), input.up(x2)),
    make("svg:text", { class: "nnw-halo", x: input.across(x1), y: input.up(x2) + 22, "text-anchor": "middle", "font-size": 12 }, `(${x1}, ${x2})`)]));
  const landed = CORNERS.map((corner, k) => {
    const node = make("svg:g", { class: "nnw-slide" }, mark(XOR[k], 0, 0),
      make("svg:text", { class: "nnw-halo", x: 11, y: 4, "font-size": 12 }, `(${corner[0]}, ${corner[1]})`));
    add(plane.front, node);
    return node;
  });

  const strokes = make("svg:g");
  add(input.front, strokes);
  const set = (name, b) => store(model, { [name]: snap(clamp(b, LOW, HIGH), STEP) });
  let exact = 0;
  const lines = [["b1", "h₁", 0.2, undefined], ["b2", "h₂", 0.8, "7 5"]].map(([name, unit, share, dash]) => {
    const node = grip(input, {
      label: `The line of ${unit}: bias b${name === "b1" ? "₁" : "₂"}`, kind: "line to drag",
      started: () => { exact = model.get(name); },
      dragged: (before, now) => {
        exact -= now.x - before.x + now.y - before.y;
        set(name, exact);
      },
      pressed: (across, up) => set(name, model.get(name) + STEP * (across + up)),
    }, make("svg:line", { class: "nnw-ring" }),
    make("svg:line", { stroke: "transparent", "stroke-width": 22 }), make("svg:circle", { class: "nnw-knob", r: 12 }),
    make("svg:text", { "text-anchor": "middle", "font-size": 12, "font-weight": 600 }, unit));
    const stroke = make("svg:line", { stroke: "var(--ink)", "stroke-width": 2.5, "stroke-dasharray": dash });
    add(strokes, stroke); // below both knobs
    return { name, node, share, stroke };
  });
  const sliders = lines.map(({ name }) => slider(view.controls, { label: name === "b1" ? "b₁" : "b₂", min: LOW, max: HIGH, step: STEP,
    set: (now) => set(name, now) }));

  function draw() {
    const [b1, b2] = [model.get("b1"), model.get("b2")];
    ones.replaceChildren(...regions(b1, b2).map((region) => make("svg:polygon", { points: places(input, region), fill: "var(--one-side)" })));
    lines.forEach(({ node, share, stroke }, k) => {
      const b = [b1, b2][k];
      // The line x₁ + x₂ + b = 0 from the left or upper edge to the lower or right one.
      // If it lies beyond a corner, its knob stays in the corner: somebody may be moving it with the keyboard.
      const seen = clamp(-b, 2 * from, 2 * to);
      const [first, last] = [Math.max(from, seen - to), Math.min(to, seen - from)];
      const ends = { x1: input.across(first), y1: input.up(seen - first), x2: input.across(last), y2: input.up(seen - last) };
      for (const each of [stroke, ...node.querySelectorAll("line")]) change(each, ends);
      const [px, py] = [ends.x1 + share * (ends.x2 - ends.x1), ends.y1 + share * (ends.y2 - ends.y1)];
      change(node.querySelector("circle"), { cx: px, cy: py });
      change(node.querySelector("text"), { x: px, y: py + 4 });
      value(node, b, LOW, HIGH, `${k ? "b₂" : "b₁"} = ${short(b)}`);
      sliders[k](b);
    });
    const answers = CORNERS.map((corner) => answer(corner, b1, b2, v, c));
    const right = answers.filter((each, k) => each === XOR[k]).length;
    rings.replaceChildren(...CORNERS.filter((_, k) => answers[k] !== XOR[k]).map(([x1, x2]) => make("svg:circle", { cx: input.across(x1),
      cy: input.up(x2), r: 12, fill: "none", stroke: "var(--wrong)", "stroke-width": 3, "stroke-dasharray": "5 3" })));
    const lands = CORNERS.map((corner) => hidden(corner, b1, b2));
    const heaps = new Map();
    let mixed = false;
    lands.forEach(([h1, h2], k) => {
      const heap = heaps.get(`${h1}${h2}`) ?? [];
      mixed ||= heap.some((other) => XOR[other] !== XOR[k]);
      // Corners that land on one point stand below one another.
      landed[k].style.transform = `translate(${plane.across(h1)}px, ${plane.up(h2) + 16 * heap.length}px)`;
      heaps.set(`${h1}${h2}`, [...heap, k]);
    });
    view.say(`b₁ = ${short(b1)}, b₂ = ${short(b2)}: y is right for ${right} of 4 corners.` +
      (mixed ? " A disc and a square land on one point: no line can part them." : right === 4 ? " One line parts them now." : ""));
    rings.dataset.lands = JSON.stringify(lands);
  }

  /** Where y = 1 in the plane of the inputs: up to three strips between the two lines. */
  function regions(b1, b2) {
    const cuts = [-99, ...[-b1, -b2].sort((p, q) => p - q), 99];
    const found = [];
    for (let k = 0; k < 3; k += 1) {
      if (cuts[k] === cuts[k + 1]) continue;
      const middle = k === 0 ? cuts[1] - 1 : k === 2 ? cuts[2] + 1 : (cuts[1] + cuts[2]) / 2;
      if (answer([middle, 0], b1, b2, v, c)) found.push(side(side(square, [1, 1], -cuts[k]), [-1, -1], cuts[k + 1]));
    }
    return found;
  }

  const stop = follow(model, ["b1", "b2"], draw);
  draw();
  return () => { stop(); view.close(); };
}

export default { render };
