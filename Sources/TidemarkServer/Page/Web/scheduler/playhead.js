"use strict";

// Where in the transitions that are held the view is, and what every task does at that moment.

class Playhead {
  constructor(timeline) {
    this.timeline = timeline;
    timeline.listener = this;
    this.cleared();
  }

  // What the timeline tells.

  cleared() {
    /// The number of the first transition that has not happened yet.
    this.position = this.timeline.first;
    this.latest = new Map();
    this.latestOfThread = new Map();
    this.queues = new Map();
    this.running = new Map();
    this.waiting = new Map();
    for (const task of this.timeline.tasksBefore) this.enter(task);
  }

  willEvict(number) {
    if (this.position <= number) this.forward();
  }

  didEvict(number, task) {
    if (this.latest.get(task) === number) this.latest.delete(task);
    const thread = this.timeline.threadOf(number);
    if (this.latestOfThread.get(thread) === number) this.latestOfThread.delete(thread);
  }

  forgot(task) {
    if (this.latest.has(task)) return;
    for (const sets of [this.queues, this.running, this.waiting]) {
      for (const [key, set] of sets) Playhead.remove(sets, key, set, task);
    }
  }

  based(task) {
    if (!this.latest.has(task)) this.enter(task);
  }

  // What tasks do.

  stateOf(task) {
    const number = this.latest.get(task);
    return number === undefined ? this.timeline.stateBefore(task) : this.timeline.stateAt(number);
  }

  enter(task) {
    const state = this.stateOf(task);
    const [sets, key] = this.groupOf(state);
    if (!sets) return;
    let set = sets.get(key);
    if (!set) sets.set(key, (set = new Set()));
    set.add(task);
  }

  leave(task) {
    const [sets, key] = this.groupOf(this.stateOf(task));
    if (sets) Playhead.remove(sets, key, sets.get(key), task);
  }

  groupOf(state) {
    if (!state) return [null, 0];
    switch (state.state) {
      case STATE.none:
      case STATE.completed:
      case STATE.leftOut: return [null, 0];
      case STATE.enqueued: return [this.queues, state.executor];
      case STATE.running: return state.thread === NONE ? [this.waiting, STATE.lost] : [this.running, state.thread];
      default: return [this.waiting, state.state];
    }
  }

  static remove(sets, key, set, task) {
    if (set?.delete(task) && set.size === 0) sets.delete(key);
  }

  /// How many tasks are known to be alive.
  get count() {
    return Playhead.count(this.queues) + Playhead.count(this.running) + Playhead.count(this.waiting);
  }

  get enqueuedCount() {
    return Playhead.count(this.queues);
  }

  get waitingCount() {
    return Playhead.count(this.waiting);
  }

  static count(sets) {
    let count = 0;
    for (const set of sets.values()) count += set.size;
    return count;
  }

  /// How many tasks an executor has enqueued.
  depth(executor) {
    return this.queues.get(executor)?.size ?? 0;
  }

  /// How many tasks were lost sight of.
  get doubtfulCount() {
    return this.waiting.get(STATE.lost)?.size ?? 0;
  }

  /// The threads of which anything is held, or that run a task.
  get threads() {
    const threads = new Set([...this.latestOfThread.keys(), ...this.running.keys()]);
    threads.delete(NONE);
    return threads;
  }

  /// Whether anything that a thread did is held.
  knows(thread) {
    return this.latestOfThread.has(thread);
  }

  /// Some tasks of a group; with `isOrdered`, those that are longest there, first, as far as the
  /// group is not too large to look for them.
  firstOf(tasks, count, isOrdered) {
    const first = [];
    for (const task of tasks) {
      if (first.length >= count && tasks.size > 2000) break;
      first.push(task);
    }
    if (isOrdered && first.length > 1 && first.length <= 2000) {
      const since = new Map(first.map((task) => [task, this.stateOf(task)?.since || 0]));
      first.sort((a, b) => since.get(a) - since.get(b) || a - b);
    }
    return first.slice(0, count);
  }

  // Moving.

  /// Lets the next transition happen; false when there is none.
  forward() {
    const { timeline } = this;
    if (this.position >= timeline.end) return false;
    const task = timeline.taskOf(this.position);
    if (task) {
      this.leave(task);
      this.latest.set(task, this.position);
      this.enter(task);
    }
    if (timeline.kindOf(this.position) !== KIND.seen) this.latestOfThread.set(timeline.threadOf(this.position), this.position);
    this.position += 1;
    return true;
  }

  /// Takes the last transition back; false when there is none.
  backward() {
    const { timeline } = this;
    if (this.position <= timeline.first) return false;
    this.position -= 1;
    const task = timeline.taskOf(this.position);
    if (task) {
      this.leave(task);
      const previous = timeline.previousOfTask(this.position);
      if (previous >= timeline.first) this.latest.set(task, previous);
      else this.latest.delete(task);
      this.enter(task);
    }
    if (timeline.kindOf(this.position) !== KIND.seen) {
      const thread = timeline.threadOf(this.position);
      const previous = timeline.previousOfThread(this.position);
      if (previous >= timeline.first) this.latestOfThread.set(thread, previous);
      else this.latestOfThread.delete(thread);
    }
    return true;
  }

  /// Goes to where a transition is the next one to happen.
  goTo(number) {
    while (this.position < number && this.forward()) { /* Each one counts. */ }
    while (this.position > number && this.backward()) { /* Each one counts. */ }
  }

  /// Goes to a moment.
  seek(time) {
    this.goTo(this.timeline.after(time));
  }

  /// What a thread ran from a moment until another one, newest first: (task, from, to, executor).
  ///
  /// A task that is run while another one is goes before it, as on the thread's stack. Task 0 stands
  /// for a time of which nothing is known.
  runs(thread, from, to, budget, visit) {
    const { timeline } = this;
    const stack = [...(this.running.get(thread) ?? [])].map((task) => ({ task, end: to }));
    let number = this.latestOfThread.get(thread);
    let later = to;
    while (number !== undefined && number >= timeline.first && budget > 0) {
      const time = timeline.timeOf(number);
      const kind = timeline.kindOf(number);
      const task = timeline.taskOf(number);
      budget -= 1;
      if (kind === KIND.suspended || kind === KIND.completed) {
        const top = stack[stack.length - 1];
        if (top) {
          visit(top.task, Math.max(time, from), top.end, NONE);
          top.end = time;
        }
        stack.push({ task, end: time });
      } else if (kind === KIND.gap) {
        // What left after the gap came during it, and what ran before it is seen until it begins.
        const known = Math.max(time, timeline.otherOf(number));
        for (const left of stack) if (left.end > known) visit(left.task, Math.max(known, from), left.end, NONE);
        stack.length = 0;
        visit(0, Math.max(time, from), Math.min(known, to), NONE);
      } else if (kind === KIND.run) {
        const top = stack[stack.length - 1];
        if (top?.task === task) {
          visit(task, Math.max(time, from), top.end, timeline.executorOf(number));
          stack.pop();
          if (stack.length) stack[stack.length - 1].end = time;
        } else {
          // Where it left is lost: until the next thing known of the thread.
          stack.length = 0;
          visit(task, Math.max(time, from), later, timeline.executorOf(number));
        }
      }
      if (time < from) return budget;
      later = time;
      number = timeline.previousOfThread(number);
    }
    // What ran before the oldest transition that is held.
    const top = stack[stack.length - 1];
    if (top && budget > 0) visit(top.task, Math.max(from, timeline.startTime || from), top.end, NONE);
    return budget;
  }
}
