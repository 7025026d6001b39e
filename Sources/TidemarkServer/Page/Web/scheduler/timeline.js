"use strict";

// What is known of all tasks over the time that is held: their transitions, what each left its task
// in, what they did before, and what is missing of it.

/// What is known of a task that has ended: whatever arrives later, happened before.
const ENDED = { state: STATE.completed, thread: NONE, executor: NONE, since: NaN, upTo: Infinity };

class Timeline extends Transitions {
  constructor(capacity = 1 << 18, { maximumTasks = 30000 } = {}) {
    super(capacity);
    this.maximumTasks = maximumTasks;
    this.listener = null;
    this.arrivals = new Arrivals();
    this.clear();
  }

  clear() {
    this.letGoOfAll();
    this.lastOfTask = new Map();
    this.lastOfThread = new Map();
    /// What tasks did before the oldest transition that is held.
    this.base = new Map();
    /// Tasks that ended before the oldest transition that is held.
    this.ended = new RecentSet(1 << 16);
    /// Where tasks were created, by whom and when, as far as it was seen.
    this.origins = new Map();
    this.runningOn = new Map();
    /// Tasks that wait for a thread: those of which nothing is sure after a gap.
    this.moving = new Set();
    /// Tasks that were lost sight of, longest ago first.
    this.doubtful = new Set();
    /// How many tasks are known to be there, with the doubtful ones.
    this.known = 0;
    /// How many were alive: what the process counted, and what was seen since that moment.
    this.alive = Infinity;
    this.countedAt = -Infinity;
    this.arrivals.clear();
    /// Between which moments transitions are missing, and up to when a thread may have done what nobody saw.
    this.gaps = [];
    this.unsureUntil = -Infinity;
    this.lost = 0;
    this.late = 0;
    this.forgotten = 0;
    /// How often a task was left out because it was lost sight of.
    this.leftOut = 0;
    this.listener?.cleared();
  }

  /// Whether transitions are missing between two moments.
  isMissing(from, to) {
    return this.gaps.some((gap) => gap.from < to && gap.to > from);
  }

  /// Takes what a batch holds; the newest of it waits for the next one, whose threads may be late.
  add({ events, gaps, interruption }) {
    const since = interruption?.until ?? -Infinity;
    if (interruption) {
      this.arrivals.take(events.filter((event) => event.time < since));
      this.loseSight(0, since);
    }
    for (const gap of gaps ?? []) this.miss(gap);
    this.arrivals.take(interruption ? events.filter((event) => event.time >= since) : events);
    this.flush(this.margin);
  }

  /// How long what arrives waits.
  get margin() {
    return this.arrivals.margin;
  }

  /// Up to when all that happened has arrived, as far as is known.
  get readUpTo() {
    return this.arrivals.readUpTo - this.margin;
  }

  /// Appends what waits, except for what lies within `margin` nanoseconds of the newest.
  flush(margin = 0) {
    for (const each of this.arrivals.due(margin)) {
      if (each.apply) each.apply();
      else this.append(each);
    }
  }

  /// Notes that transitions of a thread are missing, after the last one of it that has arrived; of
  /// thread 0 are those of which nobody knows the thread: any may have lost some.
  miss({ thread, count, before }) {
    this.lost += count;
    this.arrivals.mark(thread === 0 ? this.arrivals.newest : this.arrivals.lastOf(thread), () => this.beginGap(thread, before));
  }

  /// Transitions of any thread are missing after the last one that arrived, up to a moment where it is known.
  loseSight(count, before = this.arrivals.newest) {
    this.miss({ thread: 0, count, before });
  }

  /// Until the end of a gap, nobody knows what its thread does: whatever waits for a thread may be run by it.
  beginGap(thread, before) {
    this.unsureUntil = Math.max(this.unsureUntil, before);
    if (this.isEmpty) return;
    const from = this.endTime;
    const threads = thread === 0 ? this.threads : [thread];
    for (const each of threads) {
      const last = this.lastOfThread.get(each);
      if (this.holds(last) && this.kindOf(last) === KIND.gap) this.extend(last, before);
      else this.write({ time: from, thread: each, task: 0, other: before, kind: "gap" }, KIND.gap);
    }
    const tasks = new Set(this.moving);
    for (const each of threads) for (const task of this.runningOn.get(each) ?? []) tasks.add(task);
    for (const task of tasks) this.note(task, from, STATE.lost);
    this.leaveOut();
    const gap = this.gaps[this.gaps.length - 1];
    if (gap && from <= gap.to) gap.to = Math.max(gap.to, before);
    else this.gaps.push({ from, to: Math.max(from, before) });
    if (this.gaps.length > 2000) this.gaps.shift();
  }

  /// The threads that did something or run a task, and have not ended.
  get threads() {
    const threads = new Set([...this.runningOn].filter(([, tasks]) => tasks.size > 0).map(([thread]) => thread));
    for (const [thread, number] of this.lastOfThread) if (this.kindOf(number) !== KIND.threadEnded) threads.add(thread);
    return threads;
  }

  append(event) {
    const kind = KIND[event.kind];
    if (kind === undefined) return;
    this.write(event, kind);
  }

  /// Takes how many tasks were alive at a moment, by the process's own count.
  takeCount(alive, time) {
    this.arrivals.reach(time);
    this.arrivals.mark(time, () => {
      this.alive = alive;
      this.countedAt = time;
      this.leaveOut();
    });
    this.flush(this.margin);
  }

  /// Leaves out tasks that were lost sight of, longest ago first, when more are known than are alive.
  ///
  /// So many of them have ended by a count of the process; after a gap that began later it is likely, as nobody
  /// has seen what was created in it. Which ones, is not known. One that is left out comes back as soon as it is
  /// seen.
  leaveOut() {
    const room = Math.max(0, this.alive - (this.known - this.doubtful.size));
    while (this.doubtful.size > room) {
      this.leftOut += 1;
      this.note(this.doubtful.values().next().value, this.endTime, STATE.leftOut);
    }
  }

  /// Notes what is known of a task without a transition of it; nothing that it did up to a moment changes that.
  note(task, time, state, { thread = NONE, executor, upTo } = {}) {
    this.write({ time, thread, task, executor, upTo, kind: "seen" }, KIND.seen, state);
  }

  write(event, kind, given) {
    if (this.isFull) this.evict();
    const isLate = event.time < this.endTime;
    if (isLate) this.late += 1;
    const isOfThread = kind === KIND.threadStarted || kind === KIND.threadEnded || kind === KIND.gap;
    const task = isOfThread ? 0 : event.task;
    const previous = task ? this.lastOfTask.get(task) ?? NONE : NONE;
    const number = this.store(isLate ? this.endTime : event.time, kind, task, event, previous,
      kind === KIND.seen ? NONE : this.lastOfThread.get(event.thread) ?? NONE);
    if (kind !== KIND.seen) this.lastOfThread.set(event.thread, number);
    if (kind === KIND.threadEnded) this.runningOn.delete(event.thread);
    if (task) this.settle(number, event, kind, previous, isLate, given);
  }

  /// Finds out what the task does after a transition, from what it did before.
  ///
  /// One that happened before what is known says nothing of it: transitions of several threads arrive in
  /// another order than that of time. None says anything of a task that has ended, as it has its number
  /// to itself.
  settle(number, event, kind, previous, isLate, given) {
    const task = event.task;
    // To look for it among those that have ended takes a while; only what is late can be of one.
    const before = this.before(task, previous) ?? (isLate && this.ended.has(task) ? ENDED : undefined);
    let state = STATE.unknown;
    let thread = NONE;
    let executor = event.executor ?? NONE;
    const known = before?.upTo ?? -Infinity;
    const isNews = kind === KIND.seen || event.time >= known;
    let upTo = kind === KIND.seen ? Math.max(known, event.upTo ?? -Infinity) : Math.max(known, event.time);
    if (kind === KIND.created && before !== ENDED) {
      this.origins.set(task, { place: event.place ?? NONE, by: event.other ?? 0, time: this.timeOf(number) });
      if (this.origins.size > this.maximumTasks) shed(this.origins, this.maximumTasks * 0.9, (task) => this.origins.delete(task));
    }
    if (!isNews) ({ state, thread, executor } = before);
    else switch (kind) {
      case KIND.created:
        state = STATE.created;
        break;
      case KIND.enqueued:
        state = STATE.enqueued;
        if (executor === NONE) executor = before?.executor ?? 0;
        break;
      case KIND.run:
        state = STATE.running;
        thread = event.thread;
        if (executor === NONE) executor = before?.executor ?? 0;
        break;
      case KIND.hopped:
        state = STATE.running;
        thread = event.thread;
        break;
      case KIND.suspended:
        if (before && (before.state === STATE.enqueued || before.state === STATE.completed
          || (before.state === STATE.lost && previous >= this.first && this.kindOf(previous) === KIND.enqueued)
          || (before.state === STATE.running && before.thread !== event.thread))) {
          // Another thread has resumed it already; what it did is the later word.
          ({ state, thread, executor } = before);
        } else {
          state = STATE[event.reason] ?? STATE.unknown;
          executor = before?.executor ?? NONE;
        }
        break;
      case KIND.completed:
        state = STATE.completed;
        upTo = Infinity;
        break;
      default:
        state = given;
        if (state === STATE.running) thread = event.thread;
    }
    // Whether it still waits for a thread, nobody knows in a gap of one.
    if (isNews && (state === STATE.enqueued || state === STATE.created) && kind !== KIND.seen && event.time < this.unsureUntil) state = STATE.lost;
    this.settleAs(number, state, thread, executor, upTo);
    this.lastOfTask.set(task, number);
    if (isNews) this.regroup(task, before, state, thread);
    if (event.time > this.countedAt) {
      if (kind === KIND.created && isNews) this.alive += 1;
      else if (kind === KIND.completed && isNews) this.alive -= 1;
    }
    if (state === STATE.lost && kind !== KIND.seen) this.leaveOut();
  }

  /// Keeps in mind which tasks are there, wait for a thread, run or were lost sight of.
  regroup(task, before, state, thread) {
    if (before?.state === STATE.running) this.runningOn.get(before.thread)?.delete(task);
    if (state === STATE.running) this.runsOn(thread).add(task);
    if (state === STATE.enqueued || state === STATE.created) this.moving.add(task);
    else this.moving.delete(task);
    if (state !== STATE.lost) this.doubtful.delete(task);
    else this.doubtful.add(task);
    this.known += Timeline.isThere(state) - Timeline.isThere(before?.state ?? STATE.none);
  }

  /// Whether a task in a state is among those that are known to be there.
  static isThere(state) {
    return state !== STATE.none && state !== STATE.completed && state !== STATE.leftOut;
  }

  /// What a thread runs as far as it is known.
  runsOn(thread) {
    let tasks = this.runningOn.get(thread);
    if (!tasks) this.runningOn.set(thread, (tasks = new Set()));
    return tasks;
  }

  /// What a task does as far as it is known; undefined where nothing is.
  lastStateOf(task) {
    return this.before(task, this.lastOfTask.get(task) ?? NONE) ?? (this.ended.has(task) ? ENDED : undefined);
  }

  before(task, previous) {
    if (previous >= this.first) return this.stateAt(previous);
    return this.base.get(task);
  }

  /// Lets go of the oldest transition; what its task did stays known for as long as it does it.
  evict() {
    const number = this.first;
    const task = this.taskOf(number);
    this.listener?.willEvict(number);
    if (task) {
      const known = this.stateAt(number);
      this.base.delete(task);
      if (!Timeline.isThere(known.state)) {
        this.origins.delete(task);
        if (known.upTo === Infinity) this.ended.add(task);
      } else {
        this.base.set(task, known);
        if (this.base.size > this.maximumTasks) shed(this.base, this.maximumTasks * 0.9, (task) => this.forget(task));
      }
      if (this.lastOfTask.get(task) === number) this.lastOfTask.delete(task);
    }
    const thread = this.threadOf(number);
    if (this.lastOfThread.get(thread) === number) this.lastOfThread.delete(thread);
    this.letGo();
    this.listener?.didEvict(number, task);
  }

  forget(task) {
    const known = this.base.get(task);
    this.base.delete(task);
    // Unless something is held that it did since.
    if (!this.lastOfTask.has(task)) {
      this.regroup(task, known, STATE.none, NONE);
      this.forgotten += 1;
    }
    this.listener?.forgot(task);
  }

  /// Brings what is held in line with a list of all tasks, which took so long to get: those that are not
  /// in it are gone, those that were not seen to move are as it says.
  reconcile(list, took = 0) {
    this.arrivals.reach(list.time);
    for (const task of list.tasks) if (task.id) this.know(task);
    // Not before all has had its turn that happened until then.
    this.arrivals.mark(list.time + took, () => this.correct(list, list.time + took));
    this.flush(this.margin);
  }

  /// Takes what a list says of a task of which nothing else is known.
  know({ id, state, thread, executor, waitsFor }) {
    if (this.lastStateOf(id) || this.base.size >= this.maximumTasks) return;
    const known = { state: Timeline.stateIn({ state, waitsFor }), thread: NONE, executor: executor ?? 0, since: NaN, upTo: -Infinity };
    if (known.state === STATE.running) {
      // Without its thread, it is seen as soon as it leaves it.
      if (thread === undefined) return;
      known.thread = thread;
    }
    this.base.set(id, known);
    this.regroup(id, undefined, known.state, known.thread);
    this.listener?.based(id);
  }

  /// Takes what a list says of the tasks that did nothing since, as far as it knows better.
  correct(list, time) {
    const listed = new Set();
    for (const { id, state, waitsFor, thread, executor } of list.tasks) {
      if (!id) continue;
      listed.add(id);
      const known = this.lastStateOf(id);
      // After a gap, what was seen last may long be over.
      const isGuess = known && known.upTo < list.time && (!Timeline.isThere(known.state) || known.upTo < this.unsureUntil);
      let found = Timeline.stateIn({ state, waitsFor });
      // What it said of one that runs or is about to, is over by the end of a gap that there still is.
      if (state !== "suspended" && (list.time < this.unsureUntil || (found === STATE.running && thread === undefined))) found = STATE.lost;
      if (isGuess && found !== known.state) this.note(id, time, found, { thread, executor, upTo: list.time });
    }
    // A task that has no record, or a number that can't be read, may be any of them.
    if (listed.size < list.total || list.losses?.tasks > 0 || list.losses?.layout > 0) return;
    for (const task of new Set([...this.lastOfTask.keys(), ...this.base.keys()])) {
      if (listed.has(task)) continue;
      const known = this.lastStateOf(task);
      if (known && Timeline.isThere(known.state) && known.upTo < list.time) this.note(task, time, STATE.completed, { upTo: list.time });
    }
  }

  /// The state of a task as a list has it.
  static stateIn({ state, waitsFor }) {
    return STATE[state === "suspended" ? waitsFor : state] ?? STATE.unknown;
  }

  /// Where a task was created, by whom and when; undefined where it was not seen.
  originOf(task) {
    return this.origins.get(task);
  }

  /// What a task did before the oldest transition that is held, as far as it is known.
  stateBefore(task) {
    return this.base.get(task);
  }

  /// The tasks of which that is known.
  get tasksBefore() {
    return this.base.keys();
  }

  /// The numbers of the last transitions of a task, oldest first, and whether there were others.
  story(task, limit = 200) {
    let number = this.lastOfTask.get(task);
    const numbers = [];
    while (number >= this.first && numbers.length < limit) {
      numbers.push(number);
      number = this.previousOfTask(number);
    }
    return { numbers: numbers.reverse(), isCut: number >= this.first || this.base.has(task) };
  }
}
