// Hosts the moving pictures on a page: the same files that move in JupyterLab, given a model without a kernel.
// A picture's file is fetched when the reader comes near it; its still picture goes only after it has drawn itself.

/** Traits by name; tells listeners of "change:name" and "change" as the models in notebooks do. */
class Model {
  #values;
  #listeners = new Map();

  constructor(values) {
    this.#values = { ...values };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    const changes = typeof name === "object" ? name : { [name]: value };
    const changed = Object.keys(changes).filter((key) => !same(this.#values[key], changes[key]));
    Object.assign(this.#values, changes);
    for (const key of changed) {
      this.#tell(`change:${key}`, changes[key]);
    }
    if (changed.length) {
      this.#tell("change");
    }
  }

  on(events, listener) {
    for (const event of events.split(/\s+/)) {
      if (!this.#listeners.has(event)) {
        this.#listeners.set(event, new Set());
      }
      this.#listeners.get(event).add(listener);
    }
  }

  off(events, listener) {
    for (const event of events ? events.split(/\s+/) : [...this.#listeners.keys()]) {
      if (listener) {
        this.#listeners.get(event)?.delete(listener);
      } else {
        this.#listeners.delete(event);
      }
    }
  }

  /** There is no kernel to save to: what is set is kept here. */
  save_changes() {}

  #tell(event, ...values) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      listener(this, ...values);
    }
  }
}

function same(a, b) {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}

async function move(figure) {
  const name = figure.dataset.widget;
  const place = document.createElement("div");
  place.className = "moved";
  try {
    const state = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const { default: widget } = await import(new URL(`widgets/${name}.js`, import.meta.url).href);
    await style(name);
    figure.append(place);
    await widget.render({ model: new Model(state), el: place });
    figure.classList.add("moves");
  } catch (error) {
    place.remove();
    console.warn(`The picture ${name} stands still:`, error);
  }
}

/** The widget's own style, if the page says that there is one. */
function style(name) {
  const known = document.querySelector(`figure[data-widget="${name}"][data-style]`);
  const href = new URL(`widgets/${name}.css`, import.meta.url).href;
  if (!known || document.querySelector(`link[href="${href}"]`)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${href} did not load`));
    document.head.append(link);
  });
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      near.unobserve(entry.target);
      move(entry.target);
    }
  },
  { rootMargin: "300px" },
);

for (const figure of document.querySelectorAll("figure.moving-picture")) {
  near.observe(figure);
}
