"use strict";

// When what arrives happened: how far the observed clock is ahead of the page's, how often batches
// come, and how many transitions are in a second of them. The page's clock is in milliseconds.

class LiveClock {
  constructor() {
    this.interval = 200e6;
    this.reset();
  }

  /// What comes belongs to another process, or to another recording.
  reset() {
    this.offset = null;
    this.lastBatch = null;
    /// How long the newest of a batch waits for the next one.
    this.margin = 0;
    /// Up to when all that happened has arrived.
    this.readUpTo = Infinity;
    this.count = 0;
    this.countedSince = null;
    /// Transitions in a second; NaN before one has passed.
    this.rate = NaN;
  }

  /// Notes a batch: how many transitions it brought, and when the newest of them was.
  batch(count, newest, at = performance.now()) {
    if (this.lastBatch !== null) this.interval = Math.max(this.interval * 0.9, Math.min((at - this.lastBatch) * 1e6, 2e9));
    this.lastBatch = at;
    this.add(count, at);
    if (newest) this.sync(newest, at);
  }

  add(count, at) {
    this.countedSince ??= at;
    this.count += count;
    if (at - this.countedSince < 1000) return;
    this.rate = this.count / ((at - this.countedSince) / 1000);
    this.count = 0;
    this.countedSince = at;
  }

  /// Notes a moment of the observed clock; a late message must not set it back.
  sync(time, at = performance.now()) {
    const offset = time - at * 1e6;
    if (this.offset === null || Math.abs(offset - this.offset) > 3e9) this.offset = offset;
    else this.offset = offset > this.offset ? offset : this.offset + (offset - this.offset) * 0.02;
  }

  /// The moment of the observed clock.
  now(at = performance.now()) {
    return (this.offset ?? 0) + at * 1e6;
  }

  /// How far the live picture is behind: long enough for the next batch to arrive.
  get delay() {
    return this.interval * 1.3 + 100e6 + this.margin;
  }

  /// The moment that the live picture shows; NaN before anything has arrived.
  ///
  /// Where much moves, nothing is shown of a time of which nothing has arrived: that looks like one in which
  /// nothing moved.
  liveMoment(at = performance.now()) {
    if (this.offset === null) return NaN;
    const moment = this.now(at) - this.delay;
    return this.rate > LiveClock.busy ? Math.min(moment, this.readUpTo) : moment;
  }
}
/// So many transitions in a second are more than the frames of a picture.
LiveClock.busy = 120;
