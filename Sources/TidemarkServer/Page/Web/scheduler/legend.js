"use strict";

// Which colour stands for what, of the tasks that are in the picture or were a moment ago.

class Legend {
  constructor(element, colouring) {
    Object.assign(this, { element, colouring });
    /// What was in the picture, and when the last time, in the page's milliseconds.
    this.seen = new Map();
    this.by = null;
    this.signature = "";
  }

  /// Takes what is in the picture. What was there stays for a while, so that nothing jumps with each
  /// frame; but an address that has got its name is gone at once.
  take(keys, at = performance.now()) {
    if (this.by !== this.colouring.by) this.seen.clear();
    this.by = this.colouring.by;
    for (const key of keys) this.seen.set(key, at);
    for (const [key, seen] of this.seen) {
      if (at - seen > 10000 || (Legend.isUnnamed(key) && !keys.has(key))) this.seen.delete(key);
    }
  }

  /// Whether it is a place that has no name, or none so far.
  static isUnnamed(key) {
    return /^(place )?0x/.test(key);
  }

  draw() {
    // An address tells nobody anything; it has a name in a moment, or none at all.
    const named = [...this.seen.keys()].filter((key) => !Legend.isUnnamed(key));
    const unnamed = this.seen.size - named.length;
    const keys = named.slice(0, 14);
    const signature = keys.join("\n") + this.seen.size + Theme.palette[0];
    if (signature === this.signature) return;
    this.signature = signature;
    const items = keys.map((key) => {
      const item = Dom.make("span", { title: key }, Dom.make("i"), key);
      item.style.setProperty("--swatch", this.colouring.colour(key));
      return item;
    });
    const hidden = named.length - keys.length;
    if (hidden > 0) items.push(Dom.make("span", {}, "and " + hidden + " more; colours repeat after " + Theme.palette.length));
    if (unnamed > 0) items.push(Dom.make("span", {}, Format.plural(unnamed, "place") + " without a name so far"));
    this.element.replaceChildren(...items);
  }
}
