"use strict";

// What has arrived and waits for its turn: threads are read one after the other, so that what happened
// first may arrive last.

/// How much later than others the transitions of a thread may arrive, in nanoseconds.
const MARGIN = { least: 5e6, most: 500e6 };

/// How long before a figure of the process all was read that arrives before it, in nanoseconds.
const READ_WITHIN = 200e6;

class Arrivals {
  constructor() {
    this.clear();
  }

  clear() {
    this.waiting = [];
    /// How long the newest transitions wait for those of threads that are read later.
    this.margin = MARGIN.least;
    /// The moment of the newest transition, and up to which all threads have been read at least once.
    this.newest = -Infinity;
    this.readUpTo = -Infinity;
  }

  /// Takes transitions, in the order of time. What waits, waits for as long as threads were late before,
  /// which is as long as the machine is busy.
  take(events) {
    if (events.length === 0) return;
    const late = this.newest - events[0].time;
    this.margin = Math.min(Math.max(MARGIN.least, this.margin * 0.98, late * 1.2), MARGIN.most);
    for (const event of events) this.waiting.push(event);
    this.newest = Math.max(this.newest, events[events.length - 1].time);
    this.readUpTo = Math.max(this.readUpTo, this.newest);
  }

  /// Takes what is to be done when all that happened before a moment has had its turn.
  mark(time, apply) {
    this.waiting.push({ time, apply });
  }

  /// Notes that a figure of the process of some moment has arrived: a process in which nothing moves sends nothing else.
  reach(time) {
    this.readUpTo = Math.max(this.readUpTo, time - READ_WITHIN);
  }

  /// The moment of the last transition of a thread that waits.
  lastOf(thread) {
    for (let index = this.waiting.length - 1; index >= 0; index -= 1) {
      if (this.waiting[index].thread === thread) return this.waiting[index].time;
    }
    return -Infinity;
  }

  /// Returns what needs to wait no longer, in the order of time; with a margin, what is younger stays.
  due(margin) {
    if (this.waiting.length === 0) return this.waiting;
    this.waiting.sort((a, b) => a.time - b.time);
    const limit = margin > 0 ? this.readUpTo - margin : Infinity;
    let count = this.waiting.length;
    while (count > 0 && this.waiting[count - 1].time > limit) count -= 1;
    return this.waiting.splice(0, count);
  }
}
