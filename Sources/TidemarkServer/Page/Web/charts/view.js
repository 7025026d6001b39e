"use strict";

// Which of the samples the charts show: until when, how far back, and the one pointed at.

class ChartView {
  constructor(samples, range = 60) {
    this.samples = samples;
    /// How many seconds are shown.
    this.range = range;
    /// The sample pointed at, or null.
    this.hovered = null;
    this.isPaused = false;
    this.frozen = 0;
    this.silence = null;
  }

  /// One past the last sample to show.
  get last() {
    return this.isPaused ? Math.max(this.frozen, this.samples.first) : this.samples.end;
  }

  /// The first sample to draw: the one before what is shown, so that its line comes in from the side.
  get first() {
    return Math.max(this.samples.first, this.firstInside - 1);
  }

  get firstInside() {
    return this.samples.indexAt(this.span.from);
  }

  /// The moments that are shown.
  get span() {
    const { samples } = this;
    let to = this.last > 0 ? samples.wallAt(this.last - 1) : Date.now() * 1e6;
    if (this.silence && !this.isPaused) to = Math.max(to, this.silence.to);
    return { from: to - this.range * 1e9, to };
  }

  /// Between which moments nothing was received, up to now, or null; returns whether that is new.
  setSilence(silence) {
    const isNew = silence?.from !== this.silence?.from || silence?.to !== this.silence?.to;
    this.silence = silence;
    return isNew;
  }

  setRange(seconds) {
    this.range = seconds;
  }

  /// Stands still at what is shown, or goes on.
  pause(isPaused) {
    this.isPaused = isPaused;
    this.frozen = this.samples.end;
  }

  /// How many samples have come since it stands still.
  get unseen() {
    return this.isPaused ? this.samples.end - this.frozen : 0;
  }

  /// Points at the sample nearest to a moment; at none for null.
  point(wall) {
    this.hovered = wall === null || this.last === 0 ? null : this.nearest(wall);
  }

  nearest(wall) {
    const { samples } = this;
    const index = Math.min(samples.indexAt(wall), this.last - 1);
    const before = Math.max(index - 1, samples.first);
    return Math.abs(samples.wallAt(before) - wall) < Math.abs(samples.wallAt(index) - wall) ? before : index;
  }

  /// Points at a sample before or after the one pointed at.
  move(steps) {
    if (this.last === 0) return;
    this.hovered = Math.min(Math.max((this.hovered ?? this.last - 1) + steps, this.firstInside), this.last - 1);
  }

  /// Points at nothing when what was pointed at is no longer held.
  forget() {
    if (this.hovered !== null && this.hovered < this.samples.first) this.hovered = null;
  }

  /// The smallest and the largest of a column in what is shown; NaN where there is none.
  extent(column) {
    let low = Infinity;
    let high = -Infinity;
    const { firstInside, last } = this;
    for (let index = firstInside; index < last; index += 1) {
      const value = this.samples.value(column, index);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return high === -Infinity ? { low: NaN, high: NaN } : { low, high };
  }
}
