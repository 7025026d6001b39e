"use strict";

// Light or dark, as chosen or as the system has it, and the colours for what is drawn. It runs in
// the head of the page, before anything is painted.

const Theme = {
  choices: ["system", "light", "dark"],
  /// What was chosen; what comes of it, light or dark, is the root's `data-theme`.
  choice: "system",
  colours: {},
  palette: [],
  font: "sans-serif",
  listeners: [],
  dark: matchMedia("(prefers-color-scheme: dark)"),
  still: matchMedia("(prefers-reduced-motion: reduce)"),

  get reducesMotion() {
    return Theme.still.matches;
  },

  /// Takes the choice that was kept, and follows the system from here on.
  start() {
    let kept = null;
    try {
      kept = localStorage.getItem("tidemark-theme");
    } catch { /* A page may be denied its storage. */ }
    if (Theme.choices.includes(kept)) Theme.choice = kept;
    Theme.dark.addEventListener("change", () => Theme.apply());
    Theme.apply();
  },

  /// Lets a button go on to the next choice.
  bind(button) {
    const names = { system: "as the system", light: "light", dark: "dark" };
    const name = () => button.setAttribute("aria-label", "Theme: " + names[Theme.choice]);
    button.addEventListener("click", () => Theme.next());
    Theme.follow(name);
    name();
  },

  /// Lets something be told of every change.
  follow(listener) {
    Theme.listeners.push(listener);
  },

  next() {
    Theme.choose(Theme.choices[(Theme.choices.indexOf(Theme.choice) + 1) % Theme.choices.length]);
  },

  choose(choice) {
    Theme.choice = choice;
    try {
      localStorage.setItem("tidemark-theme", choice);
    } catch { /* See above. */ }
    Theme.apply();
  },

  /// Light or dark: a choice, or what the system has.
  resolve(choice, isSystemDark) {
    return choice === "system" ? (isSystemDark ? "dark" : "light") : choice;
  },

  apply() {
    const root = document.documentElement;
    root.dataset.theme = Theme.resolve(Theme.choice, Theme.dark.matches);
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    Theme.colours = Object.fromEntries(
      ["bg", "panel", "inset", "line", "text", "muted", "accent", "warn", "bad", "s1", "s2", "s3", "s4", "s5", "none"]
        .map((name) => [name, colour(name)]));
    Theme.palette = Array.from({ length: 12 }, (_, index) => colour("c" + index));
    Theme.font = style.getPropertyValue("--font").trim() || "sans-serif";
    for (const listener of Theme.listeners) listener();
  },
};

Theme.start();
