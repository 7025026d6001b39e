"use strict";

// What each executor has queued.

class Queues {
  constructor(parts, dots) {
    this.playhead = parts.playhead;
    this.names = parts.names;
    this.groups = new Groups(parts, dots, { top: 26, head: 24, least: 38, name: 9, foot: 22, radius: 5, isBoxed: true });
    /// When each executor had something queued the last time, in the page's milliseconds.
    this.seen = new Map();
    this.rank = [];
    this.ranked = NaN;
  }

  /// The executors in the order of the picture, as it was last drawn.
  get executors() {
    return this.rank;
  }

  draw(context, area) {
    const executors = this.order();
    const { shown } = Layout.rows(area, executors.length, 38, 52);
    this.groups.title(area, "Queues", Format.count(this.playhead.enqueuedCount) + " enqueued"
      + (shown < executors.length ? ", showing " + shown + " of " + executors.length : ""));
    this.groups.draw(context, area, executors.slice(0, shown).map((executor) =>
      ({ key: executor, name: this.names.executor(executor), tasks: this.playhead.queues.get(executor) })));
  }

  /// The executors in the order of the picture; one that was shown stays where it is, and for a while.
  order(at = performance.now()) {
    for (const executor of this.playhead.queues.keys()) this.seen.set(executor, at);
    for (const executor of [0, ...this.names.mainExecutors]) if (!this.seen.has(executor)) this.seen.set(executor, 0);
    for (const [executor, seen] of this.seen) {
      if (at - seen > 15000 && this.kindRank(executor) === 2) this.seen.delete(executor);
    }
    if (!(at - this.ranked < 2000) || this.rank.length < Math.min(this.seen.size, 60)) {
      this.ranked = at;
      this.rank = this.sorted();
    }
    return this.rank;
  }

  sorted() {
    const { playhead, seen } = this;
    const kept = new Map(this.rank.map((executor, index) => [executor, index]));
    return [...seen.keys()].sort((a, b) => this.kindRank(a) - this.kindRank(b)
      || (seen.size > 24 ? playhead.depth(b) - playhead.depth(a) : 0)
      || (kept.get(a) ?? 1e9) - (kept.get(b) ?? 1e9) || a - b);
  }

  /// The global executor first, then the main one; both are always shown.
  kindRank(executor) {
    if (executor === 0) return 0;
    return this.names.isMain(executor) ? 1 : 2;
  }
}
