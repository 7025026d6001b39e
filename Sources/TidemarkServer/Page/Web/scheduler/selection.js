"use strict";

// The task that was chosen, and the one that is pointed at.

class Selection {
  constructor(onSelect = () => {}) {
    this.onSelect = onSelect;
    this.selected = null;
    this.pointed = null;
  }

  /// Chooses a task, or none, without telling.
  mark(task) {
    this.selected = task;
  }

  /// Chooses a task, and tells it.
  select(task) {
    this.mark(task);
    if (task !== null) this.onSelect(task);
  }

  point(task) {
    this.pointed = task;
  }

  /// Points at a task so many further in an order; returns it, or null where there is none.
  pointNext(order, steps) {
    if (order.length === 0) return null;
    const index = order.indexOf(this.pointed);
    this.pointed = order[(index + steps + order.length) % order.length];
    return this.pointed;
  }

  isMarked(task) {
    return task === this.selected || task === this.pointed;
  }

  /// Whether another task was chosen.
  isAside(task) {
    return this.selected !== null && this.selected !== task;
  }
}
