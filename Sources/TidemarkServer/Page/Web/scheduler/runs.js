"use strict";

// What a thread ran, as a tape: a box for each run, as far as it is wide enough to be one.

class Runs {
  constructor({ playhead, names, colouring, selection }) {
    Object.assign(this, { playhead, names, colouring, selection });
    this.boxes = [];
  }

  /// Begins a frame.
  begin() {
    this.boxes = [];
  }

  /// The run at a point: its task, and from when until when it ran; or null.
  at(x, y) {
    return this.boxes.find((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) ?? null;
  }

  /// Draws what a thread ran between two moments; looks at no more than `budget` transitions, and
  /// returns how many are left of it.
  draw(context, thread, span, strip, budget) {
    const scale = (strip.right - strip.left) / (span.to - span.from);
    const x = (time) => strip.left + (Math.max(time, span.from) - span.from) * scale;
    const speck = new Speck(context, strip);
    const rest = this.playhead.runs(thread, span.from, span.to, budget, (task, start, end, executor) => {
      if (end <= span.from) return;
      const box = { task, start, end, left: x(start), right: x(end), top: strip.top, bottom: strip.bottom };
      if (task === 0) {
        Canvas.hatch(context, box.left, box.right, strip.top, strip.bottom);
        return;
      }
      const colour = this.colourOf(task, executor);
      if (box.right - box.left < 1.2) speck.add(box.left, box.right - box.left, colour);
      else this.drawBox(context, box, colour);
    });
    speck.flush();
    return rest;
  }

  colourOf(task, executor) {
    const { colouring } = this;
    const isToBeFound = colouring.by === "executor" && executor === NONE;
    return colouring.colourOf(task, isToBeFound ? this.playhead.stateOf(task)?.executor : executor);
  }

  drawBox(context, box, colour) {
    const width = box.right - box.left;
    const high = box.bottom - box.top;
    context.fillStyle = colour;
    context.globalAlpha = this.selection.isAside(box.task) ? 0.4 : 0.9;
    const isWide = width > 5;
    context.beginPath();
    context.roundRect(box.left, box.top, width - (isWide ? 1 : 0), high, isWide ? 3 : 0);
    context.fill();
    context.globalAlpha = 1;
    if (width > 4) this.boxes.push(box);
    if (width > 46 && high >= 16) {
      context.font = "11px " + Theme.font;
      context.fillStyle = Canvas.ink(colour);
      context.textAlign = "left";
      context.fillText(Label.clip(context, this.names.shortTask(box.task), width - 10), box.left + 5, (box.top + box.bottom) / 2 + 0.5);
    }
  }
}

/// Many runs in one pixel: it gets as dark as the thread was busy.
class Speck {
  constructor(context, strip) {
    Object.assign(this, { context, strip });
    this.x = Infinity;
    this.covered = 0;
    this.colour = "";
  }

  add(left, width, colour) {
    const x = Math.floor(left);
    if (x !== this.x) this.flush();
    this.x = x;
    this.covered += width;
    this.colour = colour;
  }

  flush() {
    if (this.covered > 0) {
      this.context.globalAlpha = Math.min(1, 0.25 + this.covered);
      this.context.fillStyle = this.colour;
      this.context.fillRect(this.x, this.strip.top, 1, this.strip.bottom - this.strip.top);
      this.context.globalAlpha = 1;
    }
    this.covered = 0;
  }
}
