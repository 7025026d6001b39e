"use strict";

// How what is recorded is played: live, held, step by step, on or back at a speed. Nothing here draws.

class Transport {
  constructor(timeline, playhead, clock, { onMode = () => {}, onSpeed = () => {}, onStep = () => {} } = {}) {
    Object.assign(this, { timeline, playhead, clock, onMode, onSpeed, onStep });
    this.isLive = true;
    /// Where a held picture moves to: 1 on, -1 back, 0 nowhere.
    this.direction = 0;
    this.speed = 1;
    /// The moment that is shown; NaN as long as there is none.
    this.time = NaN;
    /// Whether the picture is at a transition, not only at its moment: several may share one.
    this.isAtStep = false;
    this.passed = null;
  }

  get isPlaying() {
    return this.isLive || this.direction !== 0;
  }

  get isBackwards() {
    return !this.isLive && this.direction < 0;
  }

  /// The moment that is shown, or now.
  get moment() {
    return Number.isFinite(this.time) ? this.time : this.clock.now();
  }

  /// How much of what is held lies before the moment that is shown.
  get fraction() {
    const { startTime, endTime, isEmpty } = this.timeline;
    return isEmpty ? 1 : Math.min(1, Math.max(0, (this.time - startTime) / (endTime - startTime || 1)));
  }

  // What can be asked for.

  /// Keeps what is held, and takes no more.
  hold() {
    if (!this.isLive) return;
    this.timeline.flush(this.timeline.margin);
    this.isLive = false;
    this.direction = 0;
    const { endTime } = this.timeline;
    this.time = Number.isFinite(this.time) ? Math.min(this.time, endTime) : endTime;
    this.onMode();
  }

  goLive() {
    if (this.isLive) return;
    this.isLive = true;
    this.direction = 0;
    this.time = NaN;
    this.isAtStep = false;
    this.setSpeed(1);
    this.onMode();
  }

  setSpeed(speed) {
    this.speed = speed;
    this.onSpeed();
    if (speed === 1) return;
    this.hold();
    if (this.direction === 0) this.play(1);
  }

  /// Slower or faster by one of the speeds that can be chosen.
  changeSpeed(steps) {
    const speed = Transport.speeds[Transport.speeds.indexOf(this.speed) - steps];
    if (speed !== undefined) this.setSpeed(speed);
  }

  play(direction) {
    this.hold();
    const { startTime, endTime } = this.timeline;
    // At an end, from the other one.
    if (direction > 0 && this.time >= endTime) this.time = startTime;
    if (direction < 0 && this.time <= startTime) this.time = endTime;
    this.direction = direction;
  }

  stop() {
    this.hold();
    this.direction = 0;
  }

  toggle() {
    if (this.isPlaying) this.stop();
    else this.play(1);
  }

  /// One transition, or several, on or back.
  step(count) {
    this.stop();
    for (let n = 0; n < Math.abs(count); n += 1) {
      if (!(count > 0 ? this.playhead.forward() : this.playhead.backward())) break;
    }
    const number = this.playhead.position - 1;
    this.stayAt(number >= this.timeline.first ? this.timeline.timeOf(number) : this.timeline.startTime - 1);
    this.onStep(number);
  }

  /// Right after a transition.
  goTo(number) {
    this.stop();
    this.playhead.goTo(number + 1);
    this.stayAt(this.timeline.timeOf(number));
  }

  goToFraction(fraction) {
    this.stop();
    const { startTime, endTime } = this.timeline;
    this.time = startTime + (endTime - startTime) * fraction;
    this.isAtStep = false;
  }

  stayAt(time) {
    this.time = time;
    this.isAtStep = true;
  }

  // The time that passes.

  /// Lets so many nanoseconds pass before the screen.
  advance(nanoseconds, skipsIdle = false, at = performance.now()) {
    const { timeline, playhead } = this;
    if (this.isLive) {
      this.time = this.clock.liveMoment(at);
      if (Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    if (this.direction === 0 || timeline.isEmpty) {
      if (!this.isAtStep && Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    this.isAtStep = false;
    this.time += nanoseconds * this.speed * this.direction;
    if (skipsIdle) this.skipIdle(at);
    playhead.seek(this.time);
    const isOver = this.direction > 0 ? this.time >= timeline.endTime : this.time <= timeline.startTime;
    if (isOver) {
      this.time = this.direction > 0 ? timeline.endTime : timeline.startTime;
      this.direction = 0;
    }
  }

  /// Passes over a time without transitions that would last for more than a second and a half on the screen.
  skipIdle(at) {
    const { timeline } = this;
    const next = timeline.after(this.time) - (this.direction > 0 ? 0 : 1);
    if (!timeline.holds(next)) return;
    const wait = (timeline.timeOf(next) - this.time) * this.direction;
    if (!(wait > 1.5e9 * this.speed)) return;
    const duration = wait - 0.5e9 * this.speed;
    const to = this.time + duration * this.direction;
    this.passed = { duration, at, isLost: timeline.isMissing(Math.min(this.time, to), Math.max(this.time, to)) };
    this.time = to;
  }

  /// The time that was passed over just now: how long it was, and whether transitions of it are missing.
  passing(at = performance.now()) {
    return this.passed && this.direction !== 0 && at - this.passed.at < 900 ? this.passed : null;
  }
}

/// The speeds that can be chosen, fastest first.
Transport.speeds = [1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0005, 0.0001];
