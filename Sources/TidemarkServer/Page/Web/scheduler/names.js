"use strict";

// What is known of threads, executors and tasks beside their transitions, and how they are called.

class Names {
  constructor() {
    this.threads = new BoundedMap(2000);
    this.executors = new BoundedMap(5000);
    this.tasks = new Map();
    this.alive = null;
    /// Executors whose names were asked for and are not known, and how they are called until then.
    this.wanted = new Set();
    this.unnamed = new BoundedMap(5000);
    this.unnamedCount = 0;
    /// Told when an executor that had no name gets one.
    this.listener = null;
  }

  takeSnapshot({ workers, executors }) {
    for (const worker of workers ?? []) this.threads.set(worker.thread, worker);
    this.takeExecutors(executors ?? []);
    this.alive = workers ? new Set(workers.map((worker) => worker.thread)) : null;
  }

  takeExecutors(executors) {
    for (const executor of executors) {
      this.executors.set(executor.identity, executor);
      const before = this.unnamed.get(executor.identity);
      if (before === undefined || !Names.isNamed(executor)) continue;
      this.unnamed.delete(executor.identity);
      this.listener?.named(before, this.executor(executor.identity));
    }
  }

  takeTasks(list) {
    this.tasks = new Map(list.tasks.slice(0, 5000).map((task) => [task.id, Names.dated(task, list)]));
    for (const { executor, executorName } of list.tasks) {
      if (!executor || !executorName || this.executors.has(executor)) continue;
      this.takeExecutors([{ identity: executor, kind: executorName === "main" ? "main" : "actor", name: executorName }]);
    }
  }

  /// What a list says of a task, with when it was created: its age is that of the moment of the list.
  static dated(task, list) {
    return { ...task, born: list.time - task.age };
  }

  /// What the last list of the tasks says of one.
  details(task) {
    return this.tasks.get(task);
  }

  task(task) {
    const name = this.details(task)?.name;
    return name ? name + " #" + task : "#" + task;
  }

  /// The name where there is little room.
  shortTask(task) {
    return this.details(task)?.name ?? "#" + task;
  }

  executor(identity) {
    if (identity === 0) return "global";
    const known = this.executors.get(identity);
    if (known && Names.isNamed(known)) return known.name || known.kind;
    if (identity === NONE) return "an unknown executor";
    if (this.wanted.size < 1000) this.wanted.add(identity);
    if (!this.unnamed.has(identity)) this.unnamed.set(identity, "unnamed queue " + (this.unnamedCount += 1));
    return this.unnamed.get(identity);
  }

  /// Whether it is known by more than its address.
  static isNamed(executor) {
    return !/^0x/.test(executor.name);
  }

  thread(thread) {
    if (thread === NONE) return "an unknown thread";
    const known = this.threads.get(thread);
    if (known?.kind === "main") return "main thread";
    if (known?.kind === "pool") return "worker " + thread;
    if (!known?.name) return "thread " + thread;
    return known.kind === "user" ? known.name + " " + thread : known.name;
  }

  kindOfThread(thread) {
    return this.threads.get(thread)?.kind;
  }

  /// Whether a thread may still be there, as far as is known.
  isAlive(thread) {
    return !this.alive || this.alive.has(thread);
  }

  /// The main thread and those of the pool.
  get workers() {
    return [...this.threads.values()].filter(({ kind }) => kind === "main" || kind === "pool").map(({ thread }) => thread);
  }

  isMain(executor) {
    return this.executors.get(executor)?.kind === "main";
  }

  get mainExecutors() {
    return [...this.executors.values()].filter(({ kind }) => kind === "main").map(({ identity }) => identity);
  }
}
