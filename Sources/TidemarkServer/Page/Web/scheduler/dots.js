"use strict";

// The tasks that are in the picture: each a dot that moves to where it is placed.

class Dots {
  /// `creatorOf` returns the task that created a task, as far as it was seen.
  constructor(creatorOf) {
    this.creatorOf = creatorOf;
    this.dots = new Map();
    this.isLive = true;
    /// How many were placed, and which ones are in the picture, in its order.
    this.shown = 0;
    this.order = [];
  }

  clear() {
    this.dots.clear();
  }

  get size() {
    return this.dots.size;
  }

  [Symbol.iterator]() {
    return this.dots.entries();
  }

  /// Begins a frame: what is not placed again goes away.
  begin(isLive) {
    this.isLive = isLive;
    this.shown = 0;
    for (const dot of this.dots.values()) dot.isPlaced = false;
  }

  place(task, x, y, radius, { isHollow = false, isAtOnce = false } = {}) {
    this.shown += 1;
    let dot = this.dots.get(task);
    if (!dot) {
      // In slow motion it comes out of the task that created it.
      const by = this.isLive ? undefined : this.dots.get(this.creatorOf(task));
      dot = { x: by?.x ?? x, y: by?.y ?? y, radius: by ? 2 : 0, alpha: this.isLive ? 1 : 0 };
      this.dots.set(task, dot);
    }
    Object.assign(dot, { toX: x, toY: y, toRadius: radius, isHollow, isPlaced: true });
    if (isAtOnce) Object.assign(dot, { x, y, radius });
  }

  /// Lets so many milliseconds pass; what is `still` is at once where it goes to.
  move(elapsed, isStill) {
    const follow = isStill ? 1 : 1 - Math.exp(-elapsed / (this.isLive ? 30 : 90));
    this.order = [];
    for (const [task, dot] of this.dots) {
      if (dot.isPlaced) {
        dot.alpha = isStill ? 1 : Math.min(1, dot.alpha + elapsed / 120);
        this.order.push(task);
      } else {
        dot.alpha -= isStill ? 1 : elapsed / (this.isLive ? 90 : 240);
        dot.toRadius = dot.radius + elapsed / 60;
        if (dot.alpha <= 0) this.dots.delete(task);
      }
      dot.x += (dot.toX - dot.x) * follow;
      dot.y += (dot.toY - dot.y) * follow;
      dot.radius += (dot.toRadius - dot.radius) * follow;
    }
  }

  /// The task whose dot is nearest to a point, or null where there is none.
  taskAt(x, y) {
    let best = null;
    let distance = 14;
    for (const [task, dot] of this.dots) {
      const away = Math.hypot(dot.x - x, dot.y - y);
      if (dot.isPlaced && away < distance) [best, distance] = [task, away];
    }
    return best;
  }

  draw(context, colourOf, selection) {
    for (const [task, dot] of this.dots) {
      // What goes away keeps its colour.
      if (dot.isPlaced || !dot.colour) dot.colour = colourOf(task);
      context.globalAlpha = Math.max(0, dot.alpha) * (selection.isAside(task) ? 0.55 : 1);
      Dots.circle(context, dot, 0);
      context.fillStyle = dot.colour;
      if (dot.isHollow) {
        context.globalAlpha *= 0.28;
        context.fill();
        context.globalAlpha /= 0.28;
        context.strokeStyle = dot.colour;
        context.lineWidth = 1.6;
        context.stroke();
      } else {
        context.fill();
      }
      if (selection.isMarked(task)) {
        context.globalAlpha = 1;
        context.strokeStyle = Theme.colours.text;
        context.lineWidth = 2;
        Dots.circle(context, dot, 4);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  static circle(context, { x, y, radius }, around) {
    context.beginPath();
    context.arc(x, y, radius + around, 0, 6.2832);
  }
}
