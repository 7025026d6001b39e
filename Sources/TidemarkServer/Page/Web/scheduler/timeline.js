"use strict";

// What is known of all tasks over the time that is held: their transitions, what each left its task
// in, what they did before, and what is missing of it.

/// What is known of a task that has ended: whatever arrives later, happened before.
const ENDED = { state: STATE.completed, thread: NONE, executor: NONE, since: NaN, upTo: Infinity };

/// How much later than others the transitions of a thread may arrive, in nanoseconds.
const MARGIN = { least: 5e6, most: 500e6 };

class Timeline extends Transitions {
  constructor(capacity = 1 << 18, { maximumTasks = 30000 } = {}) {
    super(capacity);
    this.maximumTasks = maximumTasks;
    this.listener = null;
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
    this.pending = [];
    /// How long the newest transitions wait for those of threads that are read later.
    this.margin = MARGIN.least;
    this.newest = -Infinity;
    /// Between which moments transitions are missing.
    this.gaps = [];
    this.lost = 0;
    this.late = 0;
    this.forgotten = 0;
    this.listener?.cleared();
  }

  /// Whether transitions are missing between two moments.
  isMissing(from, to) {
    return this.gaps.some((gap) => gap.from < to && gap.to > from);
  }

  /// Takes what a batch holds; the newest of it waits for the next one, whose threads may be late.
  add(batch) {
    this.adaptMargin(batch.events);
    const since = batch.interruption?.until ?? -Infinity;
    if (batch.interruption) {
      for (const event of batch.events) if (event.time < since) this.pending.push(event);
      this.loseSight(0, since);
    }
    if (batch.gaps?.length) this.addGaps(batch.gaps);
    for (const event of batch.events) if (event.time >= since) this.pending.push(event);
    this.flush(this.margin);
  }

  /// Threads are read one after the other, which takes as long as the machine is busy: what waits, waits
  /// for as long as threads were late before.
  adaptMargin(events) {
    if (events.length === 0) return;
    const late = this.newest - events[0].time;
    this.margin = Math.min(Math.max(MARGIN.least, this.margin * 0.98, late * 1.2), MARGIN.most);
    for (const event of events) if (event.time > this.newest) this.newest = event.time;
  }

  /// Appends what waits, except for what lies within `margin` nanoseconds of the newest.
  flush(margin = 0) {
    if (this.pending.length === 0) return;
    this.pending.sort((a, b) => a.time - b.time);
    const limit = this.pending[this.pending.length - 1].time - margin;
    let count = this.pending.length;
    if (margin > 0) {
      count = 0;
      while (count < this.pending.length && this.pending[count].time <= limit) count += 1;
    }
    for (let index = 0; index < count; index += 1) this.append(this.pending[index]);
    this.pending = count === this.pending.length ? [] : this.pending.slice(count);
  }

  /// Notes that transitions are missing between what is held and the next ones of some threads.
  addGaps(gaps) {
    this.flush();
    for (const gap of gaps) this.lost += gap.count;
    if (this.isEmpty) return;
    const from = this.endTime;
    const ends = this.endsOf(gaps);
    for (const [thread, before] of ends) this.write({ time: from, thread, task: 0, other: before, kind: "gap" }, KIND.gap);
    this.doubt(from, ends.keys());
    this.gaps.push({ from, to: Math.max(from, ...gaps.map((gap) => gap.before)) });
    if (this.gaps.length > 2000) this.gaps.shift();
  }

  /// The threads of gaps, and until when. Of thread 0 are those of which nobody knows the thread: any may have lost some.
  endsOf(gaps) {
    const ends = new Map();
    for (const { thread, before } of gaps) {
      for (const each of thread === 0 ? this.threads : [thread]) ends.set(each, Math.max(before, ends.get(each) ?? before));
    }
    return ends;
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

  /// After a gap, nobody knows what became of the tasks that a thread ran or that waited for one.
  doubt(time, threads) {
    const tasks = new Set(this.moving);
    for (const thread of threads) for (const task of this.runningOn.get(thread) ?? []) tasks.add(task);
    for (const task of tasks) this.write({ time, thread: NONE, task, kind: "seen" }, KIND.seen, STATE.lost);
  }

  /// Transitions of any thread are missing after the last one that arrived, up to a moment where it is known.
  loseSight(count, before) {
    this.flush();
    if (this.isEmpty) this.lost += count;
    else this.addGaps([{ thread: 0, count, before: before ?? this.endTime }]);
  }

  /// Leaves out tasks that were lost sight of, longest ago first, when more are known than are alive.
  ///
  /// How many of them have ended is certain then; which ones, is not.
  leaveOut(surplus, before) {
    for (const task of this.doubtful) {
      const known = this.before(task, this.lastOfTask.get(task) ?? NONE);
      if (surplus <= 0 || !known || known.since > before) break;
      this.note(task, this.endTime, STATE.completed);
      surplus -= 1;
    }
  }

  /// Notes what a list of the tasks says of one: nothing for a task that is no longer there, which
  /// nothing that it did up to a moment changes.
  note(task, time, state, executor, upTo) {
    this.write({ time, thread: NONE, task, executor, upTo, kind: "seen" }, KIND.seen, state);
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
    if (task) this.settle(number, event, kind, previous, given);
  }

  /// Finds out what the task does after a transition, from what it did before.
  ///
  /// One that happened before what is known says nothing of it: transitions of several threads arrive in
  /// another order than that of time. None says anything of a task that has ended, as it has its number
  /// to itself.
  settle(number, event, kind, previous, given) {
    const task = event.task;
    const before = this.before(task, previous);
    let state = STATE.unknown;
    let thread = NONE;
    let executor = event.executor ?? NONE;
    const known = before?.upTo ?? -Infinity;
    let upTo = kind === KIND.seen ? Math.max(known, event.upTo ?? -Infinity) : Math.max(known, event.time);
    if (kind === KIND.created && before !== ENDED) {
      this.origins.set(task, { place: event.place ?? NONE, by: event.other ?? 0, time: this.timeOf(number) });
      if (this.origins.size > this.maximumTasks) shed(this.origins, this.maximumTasks * 0.9, (task) => this.origins.delete(task));
    }
    if (kind !== KIND.seen && event.time < known) ({ state, thread, executor } = before);
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
    }
    if (before?.state === STATE.running) this.runningOn.get(before.thread)?.delete(task);
    if (state === STATE.running) this.runsOn(thread).add(task);
    if (state === STATE.enqueued || state === STATE.created) this.moving.add(task);
    else this.moving.delete(task);
    this.doubtful.delete(task);
    if (state === STATE.lost) this.doubtful.add(task);
    this.settleAs(number, state, thread, executor, upTo);
    this.lastOfTask.set(task, number);
  }

  /// What a thread runs as far as it is known.
  runsOn(thread) {
    let tasks = this.runningOn.get(thread);
    if (!tasks) this.runningOn.set(thread, (tasks = new Set()));
    return tasks;
  }

  before(task, previous) {
    if (previous >= this.first) return this.stateAt(previous);
    return this.base.get(task) ?? (this.ended.has(task) ? ENDED : undefined);
  }

  /// Lets go of the oldest transition; what its task did stays known for as long as it does it.
  evict() {
    const number = this.first;
    const task = this.taskOf(number);
    this.listener?.willEvict(number);
    if (task) {
      const known = this.stateAt(number);
      this.base.delete(task);
      if (known.state === STATE.completed) {
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
    this.base.delete(task);
    this.moving.delete(task);
    this.doubtful.delete(task);
    this.forgotten += 1;
    this.listener?.forgot(task);
  }

  /// Brings what is held in line with a list of all tasks: those that are not in it are gone, those
  /// that were not seen to move are as it says.
  reconcile(list) {
    const isComplete = list.tasks.length >= list.total;
    const listed = new Set();
    const stateOf = (task) => task.state === "suspended" ? STATE[task.waitsFor] ?? STATE.unknown : STATE[task.state] ?? STATE.unknown;
    for (const task of list.tasks) {
      if (!task.id) continue;
      listed.add(task.id);
      const known = this.before(task.id, this.lastOfTask.get(task.id) ?? NONE);
      if (!known) {
        const state = stateOf(task);
        const thread = state === STATE.running ? task.thread ?? NONE : NONE;
        // Without its thread, it is seen as soon as it leaves it.
        if (state === STATE.running && thread === NONE) continue;
        if (this.base.size >= this.maximumTasks) continue;
        this.base.set(task.id, { state, thread, executor: task.executor ?? 0, since: NaN, upTo: -Infinity });
        if (state === STATE.running) this.runsOn(thread).add(task.id);
        this.listener?.based(task.id);
      } else if (known.since < list.time && (known.state === STATE.lost || (known.state === STATE.completed && known.upTo < list.time))) {
        // Lost sight of, or left out for another one.
        this.note(task.id, Math.max(list.time, this.endTime || 0), stateOf(task), task.executor);
      }
    }
    if (!isComplete || Object.keys(list.losses ?? {}).length > 0) return;
    // A margin for transitions that are on their way.
    const limit = list.time - 1e9;
    for (const task of [...this.lastOfTask.keys(), ...this.base.keys()]) {
      if (listed.has(task)) continue;
      const known = this.before(task, this.lastOfTask.get(task) ?? NONE);
      if (known && known.state !== STATE.completed && !(known.upTo > limit)) this.note(task, this.endTime || list.time, STATE.completed, NONE, list.time);
    }
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
