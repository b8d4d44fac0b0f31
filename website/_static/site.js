// Small helps: on paper everything is open, what scrolls sideways can be reached with the keyboard, search is ready.
const folded = () => document.querySelectorAll("details:not([open])");

addEventListener("beforeprint", () => {
  for (const details of folded()) {
    details.dataset.openedForPrint = "";
    details.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-opened-for-print]")) {
    delete details.dataset.openedForPrint;
    details.open = false;
  }
});

// A few boxes at a time: to measure one, the browser has to lay out what stands around it.
const TURN = 8; // milliseconds
let asked = 0;

async function reachable() {
  const mine = ++asked;
  delete document.documentElement.dataset.measured;
  let began = performance.now();
  for (const box of document.querySelectorAll("div.math, .bd-article pre, .pst-scrollable-table-container")) {
    if (performance.now() - began > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== asked) {
        return; // something changed: another round has begun
      }
      began = performance.now();
    }
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else if (box.matches("div.math")) {
      box.removeAttribute("tabindex");
    }
  }
  document.documentElement.dataset.measured = "";
}

// The theme's scripts measure all at once: they come when that has been done.
const theme = ["bootstrap.js", "pydata-sphinx-theme.js"].map((name) => {
  const script = document.createElement("script");
  script.src = new URL(`scripts/${name}`, document.currentScript.src).href;
  script.async = false;
  return script;
});

reachable().then(() => {
  document.body.append(...theme);
  if (document.readyState === "complete") {
    reachable();
  } else {
    addEventListener("load", reachable);
  }
});
addEventListener("resize", reachable);
document.addEventListener("toggle", reachable, true);

document.querySelector(".bd-search-container input")?.focus();

// The search button says "Search Ctrl+K" where it has words; its label would say less than it shows.
for (const button of document.querySelectorAll(".search-button-field")) {
  if (button.innerText.trim()) {
    button.removeAttribute("aria-label");
  }
}
