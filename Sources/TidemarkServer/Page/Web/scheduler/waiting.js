"use strict";

// The tasks that wait for something else than a thread, by what they wait for.

class Waiting {
  constructor(parts, dots) {
    this.playhead = parts.playhead;
    this.groups = new Groups(parts, dots, { top: 28, head: 30, least: 43, name: 8, foot: 24, radius: 4.5, isBoxed: false });
  }

  draw(context, area) {
    const { waiting, waitingCount } = this.playhead;
    this.groups.title(area, "Waiting", Format.count(waitingCount) + " for something else");
    this.groups.draw(context, area, Waiting.states
      .filter(({ state, isUsual }) => isUsual || waiting.has(state))
      .map(({ state, name }) => ({ key: state, name, tasks: waiting.get(state) })));
  }
}

/// What is waited for, in the order of the picture; what is usual has its place also while nothing does.
Waiting.states = [
  { state: STATE.continuation, name: "for a continuation", isUsual: true },
  { state: STATE.task, name: "for a task", isUsual: true },
  { state: STATE.group, name: "for a group", isUsual: true },
  { state: STATE.sleep, name: "sleeping", isUsual: true },
  { state: STATE.unknown, name: "for something not known" },
  { state: STATE.created, name: "just created" },
  { state: STATE.lost, name: "lost sight of" },
];
