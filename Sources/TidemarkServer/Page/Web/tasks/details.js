"use strict";

// What the process says of one task, with its async frames.

class TaskDetails {
  constructor(server, onChange) {
    Object.assign(this, { server, onChange });
    this.task = null;
    this.clear();
  }

  clear() {
    this.found = null;
    /// Why there is no more to say.
    this.note = "";
    this.isAsking = false;
    /// Whether so many tasks have to be looked at that somebody has to want it.
    this.isTooMuch = false;
  }

  /// Begins with a task, and what is known of it so far; `tasksLive` tasks are alive.
  choose(task, known, tasksLive) {
    this.task = task;
    this.clear();
    this.found = known ?? null;
    if (tasksLive > 20000) this.isTooMuch = true;
    else this.ask(20000);
  }

  leave() {
    this.task = null;
  }

  /// Asks however long it takes.
  insist() {
    this.isTooMuch = false;
    this.ask(100000);
    this.onChange();
  }

  /// Asks for the task's async frames; the list may be long, so that it is asked for once.
  async ask(limit) {
    const { task } = this;
    this.isAsking = true;
    let said;
    try {
      said = TaskDetails.find(task, await this.server.get("v1/tasks", { stacks: 1, limit }));
    } catch (error) {
      said = { note: "What the process says of it can't be had: " + Server.why(error) };
    }
    if (task !== this.task) return;
    this.isAsking = false;
    this.found = said.found ?? this.found;
    this.note = said.note;
    this.onChange();
  }

  /// What a list says of a task.
  static find(task, list) {
    const found = list.tasks.find((candidate) => candidate.id === task);
    if (found) return { found: Names.dated(found, list), note: list.unavailable?.stack ?? list.unavailable?.stacks ?? "" };
    return { note: list.total > list.tasks.length ? "It is not among the tasks that are listed." : "It is no longer there." };
  }
}
