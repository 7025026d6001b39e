"use strict";

// The lists of the tasks, which are asked for again and again while somebody needs them.

class TaskFeed {
  /// `every` returns how many milliseconds lie between two lists at least.
  constructor(server, { onList, onError, every }) {
    Object.assign(this, { server, onList, onError, every });
    this.due = 0;
    this.isAsking = false;
  }

  /// Lets the next list be asked for in so many milliseconds.
  renew(wait = 0) {
    this.due = performance.now() + wait;
  }

  /// Asks for a list when it is time for one.
  async ask() {
    const start = performance.now();
    if (this.isAsking || start < this.due) return;
    this.isAsking = true;
    try {
      const list = await this.server.get("v1/tasks", { limit: 5000 });
      this.cost = performance.now() - start;
      this.onList(list, this.cost);
    } catch (error) {
      this.onError(Server.why(error));
    }
    this.isAsking = false;
    // A list that takes long to make is asked for less often: never more than a twentieth of the time.
    this.renew(Math.max(this.every(), 20 * (this.cost ?? 0)));
  }
}
