// The least that a moving picture needs of its page: a model with get, set, on, off and save_changes.
class Model {
  constructor(state) {
    this.state = { ...state };
    this.listeners = {};
    this.saved = 0;
  }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (JSON.stringify(value) === JSON.stringify(this.state[name])) return;
    this.state[name] = value;
    for (const listener of [...(this.listeners[`change:${name}`] ?? [])]) listener();
  }
  on(event, listener) { (this.listeners[event] ??= []).push(listener); }
  off(event, listener) {
    if (event === undefined) this.listeners = {};
    else this.listeners[event] = (this.listeners[event] ?? []).filter((each) => each !== listener);
  }
  save_changes() { this.saved += 1; }
}

window.show = async (widget, state) => {
  const file = await import(`/static/${widget}.js`);
  window.file = file;
  window.model = new Model(state);
  window.cleanup = await file.default.render({ model: window.model, el: document.getElementById("here") });
};
