"use strict";

/// The last transitions, in memory that is taken once, each with the state that it left its task in
/// and the one before it of the same task and of the same thread. So a reader goes through them
/// forwards and backwards at the same cost. Each has a number, which it keeps.
class Transitions {
  constructor(capacity) {
    this.capacity = capacity;
    this.time = new Float64Array(capacity);
    this.thread = new Float64Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.task = new Float64Array(capacity);
    this.executor = new Float64Array(capacity);
    this.other = new Float64Array(capacity);
    this.reason = new Uint8Array(capacity);
    /// What the task does after the transition, on which thread and executor.
    this.state = new Uint8Array(capacity);
    this.stateThread = new Float64Array(capacity);
    this.stateExecutor = new Float64Array(capacity);
    /// Until when nothing that arrives later changes what the task does.
    this.stateUpTo = new Float64Array(capacity);
    this.beforeOfTask = new Float64Array(capacity);
    this.beforeOfThread = new Float64Array(capacity);
    /// How many transitions of the process came before it.
    this.totalBefore = new Float64Array(capacity);
    /// The numbers of the oldest transition held and of the next one.
    this.first = 0;
    this.end = 0;
    /// How many transitions of the process there were; what else has a number is the page's own.
    this.total = 0;
  }

  // What is held.

  get isEmpty() {
    return this.end === this.first;
  }

  get isFull() {
    return this.end - this.first === this.capacity;
  }

  get startTime() {
    return this.isEmpty ? NaN : this.timeOf(this.first);
  }

  get endTime() {
    return this.isEmpty ? NaN : this.timeOf(this.end - 1);
  }

  holds(number) {
    return number >= this.first && number < this.end;
  }

  /// The number of the first transition after a moment.
  after(time) {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.timeOf(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /// How many transitions of the process are held, or have a number from one up to another one.
  count(from = this.first, to = this.end) {
    return this.countBefore(to) - this.countBefore(from);
  }

  countBefore(number) {
    return number < this.end ? this.totalBefore[this.slot(number)] : this.total;
  }

  // What is held of one.

  slot(number) {
    return number % this.capacity;
  }

  timeOf(number) {
    return this.time[this.slot(number)];
  }

  kindOf(number) {
    return this.kind[this.slot(number)];
  }

  /// The task, or 0 for a transition of a thread.
  taskOf(number) {
    return this.task[this.slot(number)];
  }

  threadOf(number) {
    return this.thread[this.slot(number)];
  }

  otherOf(number) {
    return this.other[this.slot(number)];
  }

  /// The executor that the task is on after the transition.
  executorOf(number) {
    return this.stateExecutor[this.slot(number)];
  }

  /// The one before it of the same task; `NONE` where there is none, and a number that may no longer be held.
  previousOfTask(number) {
    return this.beforeOfTask[this.slot(number)];
  }

  /// The one before it of the same thread, likewise.
  previousOfThread(number) {
    return this.beforeOfThread[this.slot(number)];
  }

  /// What the task does after the transition, since when, and up to when that is known.
  stateAt(number) {
    const at = this.slot(number);
    return { state: this.state[at], thread: this.stateThread[at], executor: this.stateExecutor[at], since: this.time[at], upTo: this.stateUpTo[at] };
  }

  /// All that is told of a transition.
  transition(number) {
    const at = this.slot(number);
    return {
      time: this.time[at], kind: this.kind[at], task: this.task[at], thread: this.thread[at], executor: this.executor[at],
      other: this.other[at], reason: this.reason[at], state: this.state[at], stateExecutor: this.stateExecutor[at],
    };
  }

  // Taking and letting go.

  /// Takes a transition, for which there has to be room; returns its number.
  store(time, kind, task, { thread, executor, other, reason }, previousOfTask, previousOfThread) {
    const at = this.slot(this.end);
    this.time[at] = time;
    this.kind[at] = kind;
    this.task[at] = task;
    this.thread[at] = thread;
    this.executor[at] = executor ?? NONE;
    this.other[at] = other ?? NONE;
    this.reason[at] = Math.max(0, REASONS.indexOf(reason ?? ""));
    this.beforeOfTask[at] = previousOfTask;
    this.beforeOfThread[at] = previousOfThread;
    this.totalBefore[at] = this.total;
    if (kind < KIND.seen) this.total += 1;
    this.end += 1;
    return this.end - 1;
  }

  /// Takes what the task does after a transition.
  settleAs(number, state, thread, executor, upTo) {
    const at = this.slot(number);
    this.state[at] = state;
    this.stateThread[at] = thread;
    this.stateExecutor[at] = executor;
    this.stateUpTo[at] = upTo;
  }

  /// Moves the end of a gap on.
  extend(number, until) {
    const at = this.slot(number);
    this.other[at] = Math.max(this.other[at], until);
  }

  letGo() {
    this.first += 1;
  }

  letGoOfAll() {
    this.first = 0;
    this.end = 0;
    this.total = 0;
  }
}
