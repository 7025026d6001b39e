"use strict";

// The names of executors that transitions name, which the server is asked for as they are needed: a
// snapshot tells only of those that have something to do at its moment.

class Executors {
  constructor(server, names) {
    Object.assign(this, { server, names });
    this.tries = new BoundedMap(5000);
    this.isAsking = false;
    this.due = 0;
  }

  /// Asks for the names of executors that are shown and not known.
  async resolve(at = performance.now()) {
    // An actor that is gone has no name any more, however often it is asked for.
    const asked = [...this.names.wanted].filter((identity) => !(this.tries.get(identity) >= 3)).slice(0, 64);
    this.names.wanted.clear();
    if (asked.length === 0 || this.isAsking || at < this.due) return;
    this.isAsking = true;
    this.due = at + 1000;
    try {
      this.names.takeExecutors((await this.server.get("v1/executors", { at: asked.join(",") })).executors);
      for (const identity of asked) this.tries.set(identity, (this.tries.get(identity) ?? 0) + 1);
    } catch {
      this.due = at + 10000;
    }
    this.isAsking = false;
  }
}
