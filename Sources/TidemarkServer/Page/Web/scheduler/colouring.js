"use strict";

// Which colour a task has: that of its creation site, its executor or its name.

class Colouring {
  /// `choice.value` is what tasks are coloured by: site, executor or name.
  constructor(choice, { names, places, timeline }) {
    Object.assign(this, { choice, names, places, timeline });
    this.indices = new Map();
    this.cache = new Map();
    places.listener = this;
    names.listener = this;
  }

  get by() {
    return this.choice.value;
  }

  /// What a task has in common with others of its colour.
  keyOf(task, executor = NONE) {
    if (this.by === "executor") return executor === NONE ? "unknown executor" : this.names.executor(executor);
    if (this.by === "name") return Colouring.stem(this.names.details(task)?.name);
    return this.siteOf(task);
  }

  /// Where a task was created.
  siteOf(task) {
    const details = this.names.details(task);
    if (details?.creation?.length) return Format.frame(details.creation[0]);
    const place = this.timeline.originOf(task)?.place ?? NONE;
    return place === NONE ? "not known" : this.places.nameOf(place);
  }

  /// A name without the number at its end.
  static stem(name) {
    return name ? name.replace(/[#\s_-]*\d+$/, "") || name : "without a name";
  }

  /// The colour of a task; the way from a task to its colour is long, and a frame asks for thousands.
  colourOf(task, executor = NONE, at = performance.now()) {
    const { by } = this;
    if (by !== this.cachedBy || !(at - this.cachedSince < 400) || this.cachedPalette !== Theme.palette) {
      this.cachedBy = by;
      this.cachedSince = at;
      this.cachedPalette = Theme.palette;
      this.cache.clear();
    }
    const key = by === "executor" ? executor : task;
    let colour = this.cache.get(key);
    if (colour === undefined) {
      colour = this.colour(this.keyOf(task, executor));
      this.cache.set(key, colour);
    }
    return colour;
  }

  /// The colour of what tasks have in common: the next one for what is new.
  colour(key) {
    if (Colouring.unknown.includes(key)) return Theme.colours.none;
    let index = this.indices.get(key);
    if (index === undefined) {
      if (this.indices.size >= 2000) this.indices.clear();
      index = this.indices.size;
      this.indices.set(key, index);
    }
    return Theme.palette[index % Theme.palette.length];
  }

  /// Lets a place or an executor keep its colour when it gets its name.
  named(address, name) {
    const index = this.indices.get(address);
    if (index !== undefined && !this.indices.has(name)) this.indices.set(name, index);
  }
}

Colouring.unknown = ["not known", "without a name", "unknown executor"];
