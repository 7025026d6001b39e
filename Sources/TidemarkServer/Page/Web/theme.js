"use strict";

// Light or dark, as the system has it or as chosen; and the colours for what is drawn.

const Theme = {
  order: ["system", "light", "dark"],
  colours: {},
  listeners: [],

  get choice() {
    return document.documentElement.dataset.theme ?? "system";
  },

  get reducesMotion() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  },

  start(button) {
    Theme.button = button;
    let kept = null;
    try {
      kept = localStorage.getItem("tidemark-theme");
    } catch { /* A page may be denied its storage. */ }
    Theme.choose(Theme.order.includes(kept) ? kept : "system");
    button.addEventListener("click", () => Theme.next());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => Theme.apply());
  },

  next() {
    Theme.choose(Theme.order[(Theme.order.indexOf(Theme.choice) + 1) % Theme.order.length]);
  },

  choose(choice) {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    try {
      localStorage.setItem("tidemark-theme", choice);
    } catch { /* See above. */ }
    const names = { system: "as the system", light: "light", dark: "dark" };
    Theme.button?.setAttribute("aria-label", "Theme: " + names[choice]);
    Theme.apply();
  },

  apply() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    Theme.colours = Object.fromEntries(
      ["bg", "panel", "inset", "line", "text", "muted", "accent", "warn", "bad", "s1", "s2", "s3", "s4", "s5", "none"]
        .map((name) => [name, colour(name)]));
    Theme.palette = Array.from({ length: 12 }, (_, index) => colour("c" + index));
    Theme.font = style.getPropertyValue("--font").trim() || "sans-serif";
    for (const listener of Theme.listeners) listener();
  },
};

/// Fits a canvas to its box at the screen's resolution; returns its context, scaled to CSS pixels.
function fit(canvas) {
  const scale = Math.min(window.devicePixelRatio || 1, 3);
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}
