"use strict";

// The names of places in the code, which the server is asked for as they are needed.

class Places {
  constructor(server) {
    this.server = server;
    this.names = new BoundedMap(4000);
    this.tries = new BoundedMap(4000);
    this.wanted = new Set();
    this.isAsking = false;
    this.due = 0;
    /// Told when a place that was shown as a number gets its name.
    this.listener = null;
  }

  /// The name of a place, or its number as long as it is not known.
  nameOf(place) {
    const name = this.names.get(place);
    if (name === undefined) this.wanted.add(place);
    return name ?? Places.unnamed(place);
  }

  /// Asks for the names of places that are shown and not known.
  async resolve(at = performance.now()) {
    if (this.wanted.size === 0 || this.isAsking || at < this.due) return;
    this.isAsking = true;
    const asked = [...this.wanted].slice(0, 64);
    try {
      const answer = await this.server.get("v1/frames", { at: asked.join(",") });
      asked.forEach((place, index) => this.take(place, (answer.frames ?? answer)[index] ?? [], at));
    } catch {
      // The number stays; it is asked for again after a while.
      this.due = at + 10000;
    }
    for (const place of asked) this.wanted.delete(place);
    this.isAsking = false;
  }

  take(place, frames, at) {
    // Names may still be on their way; only what is unknown several times stays a number.
    const tries = (this.tries.get(place) ?? 0) + 1;
    this.tries.set(place, tries);
    if (frames.length === 0 && tries < 6) {
      this.due = at + 2000;
      return;
    }
    const name = frames.length ? Format.frame(frames[0]) : Places.unnamed(place);
    this.listener?.named(Places.unnamed(place), name);
    this.names.set(place, name);
  }

  /// What to call a place as long as its name is not known.
  static unnamed(place) {
    return "place " + Format.address(place);
  }
}
