// Light or dark, before anything is drawn: as the reader chose, else as the system says (the theme's "auto").
(() => {
  const page = document.documentElement;
  let mode = "auto";
  let theme = "";
  try {
    mode = localStorage.getItem("mode") || "auto";
    theme = localStorage.getItem("theme") || "";
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  page.dataset.mode = mode;
  page.dataset.theme = mode === "auto" || !theme ? (dark ? "dark" : "light") : theme;
})();
