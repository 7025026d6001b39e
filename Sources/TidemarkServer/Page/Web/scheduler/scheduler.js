"use strict";

// The view of the scheduler: what arrives for it, its parts, and the clock of its picture.

class Scheduler {
  constructor(elements, { server, onSelect, onMode }) {
    const timeline = new Timeline();
    const playhead = new Playhead(timeline);
    const clock = new LiveClock();
    const names = new Names();
    const places = new Places(server);
    const executors = new Executors(server, names);
    const selection = new Selection(onSelect);
    const transport = new Transport(timeline, playhead, clock, {
      onMode: () => this.modeChanged(),
      onSpeed: () => this.bar.showSpeed(),
      onStep: (number) => this.bar.announce(number),
    });
    const colouring = new Colouring(elements.colour, { names, places, timeline });
    const parts = { timeline, playhead, clock, names, executors, places, selection, transport, colouring };
    Object.assign(this, parts, { elements, onMode });
    this.picture = new Picture(elements.stage, parts);
    this.pointing = new Pointing(elements, this.picture, parts);
    this.bar = new TransportBar(elements, parts);
    this.legend = new Legend(elements.legend, colouring);
    this.snapshot = null;
    this.frames = 0;
    this.isVisible = false;
    this.isDrawing = false;
  }

  // What arrives.

  /// A snapshot: names of threads and executors, and how many tasks there are.
  takeSnapshot(snapshot) {
    this.snapshot = snapshot;
    this.names.takeSnapshot(snapshot);
    this.clock.sync(snapshot.time);
    // Batches come only with transitions: where none come, their rate falls all the same.
    if (this.isLive) this.clock.add(0, performance.now());
    const { tasksLive } = this;
    if (this.isLive && tasksLive !== undefined) this.timeline.takeCount(tasksLive, snapshot.time);
    this.tellClock();
  }

  /// Tells the clock how late threads are, and how far they have been read.
  tellClock() {
    this.clock.margin = this.timeline.margin;
    this.clock.readUpTo = this.timeline.readUpTo;
  }

  takeBatch(batch) {
    if (!this.isLive) return;
    const before = this.timeline.total;
    this.timeline.add(batch);
    this.tellClock();
    this.clock.batch(this.timeline.total - before, batch.events[batch.events.length - 1]?.time);
  }

  /// Transitions of any thread are missing from here on.
  takeLoss(count) {
    if (this.isLive) this.timeline.loseSight(count);
  }

  /// A list of the tasks, which took so many nanoseconds to get.
  takeTasks(list, took) {
    this.names.takeTasks(list);
    if (this.isLive) this.timeline.reconcile(list, took);
  }

  /// Nothing that was held belongs to what comes: another process, or a pause in the recording.
  reset() {
    this.timeline.clear();
    this.picture.clear();
    this.clock.reset();
  }

  modeChanged() {
    if (this.isLive) this.reset();
    this.bar.showMode();
    this.onMode();
  }

  // What others may know.

  get isLive() {
    return this.transport.isLive;
  }

  /// How many tasks are alive, as far as it is known.
  get tasksLive() {
    return this.snapshot?.figures.tasksLive;
  }

  /// The moment of the observed clock, which nobody knows for long after the last figures.
  get now() {
    return Math.min(this.clock.now(), (this.snapshot?.time ?? 0) + 2e9);
  }

  /// How many of the transitions that are held have happened.
  get position() {
    return this.isLive ? this.timeline.end : this.playhead.position;
  }

  /// A transition in words.
  describe(number) {
    return Words.transition(this.timeline.transition(number), this.names);
  }

  // The clock of the picture.

  setVisible(isVisible) {
    this.isVisible = isVisible;
    if (!isVisible || this.isDrawing) return;
    this.isDrawing = true;
    this.lastFrame = performance.now();
    requestAnimationFrame(() => this.frame());
  }

  frame() {
    if (!this.isVisible) {
      this.isDrawing = false;
      return;
    }
    const now = performance.now();
    const elapsed = Math.min(now - this.lastFrame, 250);
    this.lastFrame = now;
    this.transport.advance(elapsed * 1e6, this.bar.skipsIdle);
    this.picture.draw(elapsed);
    this.frames += 1;
    if (!(now - this.lastTold < 250)) {
      this.lastTold = now;
      this.tell();
      this.places.resolve();
      this.executors.resolve();
    }
    requestAnimationFrame(() => this.frame());
  }

  /// Says beside the picture what is in it, a few times a second.
  tell() {
    const { elements, timeline, playhead, picture, clock, isLive } = this;
    const unavailable = this.snapshot?.unavailable;
    Dom.write(elements.summary, Words.summary(timeline, {
      isLive, refusal: unavailable?.transitions ?? unavailable?.events, rate: clock.rate, delay: clock.now() - this.transport.moment,
    }));
    const known = Math.max(playhead.count, isLive ? this.tasksLive ?? 0 : 0);
    const honest = Words.honest(timeline, { isLive, rate: clock.rate, shown: picture.shown, known });
    Dom.write(elements.honest, honest);
    elements.stage.setAttribute("aria-label", Words.picture(playhead, picture.executors.slice(0, 6), honest, this.names));
    this.bar.tell();
    this.legend.take(new Set(picture.tasks.map((task) => this.colouring.keyOf(task, playhead.stateOf(task)?.executor))));
    this.legend.draw();
  }
}
