"use strict";

// The scheduler's picture: what each thread runs and ran, what each executor has queued, what waits;
// and every task as a dot that moves between them.

class Picture {
  constructor(canvas, parts) {
    const { timeline, playhead, transport, colouring, selection } = parts;
    Object.assign(this, { canvas, playhead, transport, colouring, selection });
    this.dots = new Dots((task) => timeline.originOf(task)?.by);
    this.lanes = new Lanes(parts, this.dots);
    this.queues = new Queues(parts, this.dots);
    this.waiting = new Waiting(parts, this.dots);
  }

  clear() {
    this.dots.clear();
  }

  /// How many tasks have a dot.
  get shown() {
    return this.dots.shown;
  }

  /// The tasks that have a dot.
  get tasks() {
    return this.dots.order;
  }

  /// The executors, in the order of the picture.
  get executors() {
    return this.queues.executors;
  }

  /// The task at a point, with its run where it is one; or null.
  taskAt(x, y) {
    const task = this.dots.taskAt(x, y);
    return task !== null ? { task } : this.lanes.runAt(x, y);
  }

  /// Draws the moment that is shown, so many milliseconds after the last one.
  draw(elapsed) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0) return;
    const context = Canvas.fit(this.canvas);
    context.clearRect(0, 0, width, height);
    const areas = Layout.areas(width, height);
    context.fillStyle = Theme.colours.line;
    for (const area of [areas.queues, areas.waiting]) {
      if (areas.isWide) context.fillRect(area.x - 6, area.y, 1, area.height);
      else context.fillRect(area.x, area.y - 6, area.width, 1);
    }
    this.dots.begin(this.transport.isLive);
    this.lanes.draw(context, areas.lanes);
    this.queues.draw(context, areas.queues);
    this.waiting.draw(context, areas.waiting);
    this.dots.move(elapsed, Theme.reducesMotion);
    this.dots.draw(context, (task) => this.colouring.colourOf(task, this.playhead.stateOf(task)?.executor), this.selection);
    this.queues.groups.drawLabels(context);
    this.waiting.groups.drawLabels(context);
  }
}
