"use strict";

// The scheduler in words: a transition, a task, what is shown and what is not.

const Words = {
  /// A transition, as `Timeline.transition` returns it.
  transition({ kind, task, other, thread, executor, reason, state, stateExecutor }, names) {
    const who = task ? names.task(task) : "";
    const by = other > 0 && other !== task ? " by " + names.task(other) : "";
    const where = names.thread(thread);
    switch (kind) {
      case KIND.created: return who + " created" + by;
      case KIND.enqueued: return who + " enqueued on " + names.executor(stateExecutor) + by;
      case KIND.run: return who + " runs on " + where + ", " + names.executor(stateExecutor);
      case KIND.hopped: return who + " hops to " + names.executor(executor);
      case KIND.suspended:
        if (REASONS[reason] === "enqueued") return who + " leaves " + where + " for a queue";
        return who + " leaves " + where + ", " + STATE_TEXT[STATE[REASONS[reason]] ?? STATE.unknown];
      case KIND.completed: return who + " completes";
      case KIND.threadStarted: return where + " starts";
      case KIND.threadEnded: return where + " ends";
      case KIND.gap: return "transitions of " + where + " are missing from here";
      default: return state === STATE.completed ? who + " has ended unseen" : who + ": " + STATE_TEXT[state];
    }
  },

  /// What a task does at a moment, and for how long.
  state({ state, thread, executor, since }, time, names) {
    const where = state === STATE.running ? " on " + names.thread(thread) : state === STATE.enqueued ? " on " + names.executor(executor) : "";
    return STATE_TEXT[state] + where + (since <= time ? ", for " + Format.duration(time - since) : "");
  },

  /// How much there is, and how old the picture is.
  summary(timeline, { isLive, refusal, rate, delay }) {
    const count = timeline.count();
    if (!isLive) return "Held: " + Format.duration(timeline.endTime - timeline.startTime) + ", " + Format.plural(count, "transition");
    const howMany = Number.isNaN(rate) ? "" : Format.compact(rate) + " transitions/s; ";
    if (count > 0) return howMany + "live, " + Format.duration(delay) + " behind";
    return refusal ? "No transitions: " + refusal : "Waiting for transitions; nothing has moved so far.";
  },

  /// What is not shown, or not as it was.
  honest(timeline, { isLive, rate, shown, known }) {
    const all = known === 1 ? "the only task" : "all " + Format.count(known) + " tasks";
    return [
      shown < known ? "showing " + Format.count(shown) + " of " + Format.count(known) + " tasks" : known > 0 ? "showing " + all : "",
      isLive && rate > LiveClock.busy ? "each frame is one moment: most changes are too short to see; choose a slower speed" : "",
      timeline.lost > 0 ? Format.plural(timeline.lost, "transition") + " lost" : "",
      timeline.leftOut > 0 ? Format.plural(timeline.leftOut, "task") + " lost sight of with them and left out" : "",
      timeline.late > 0 ? Format.count(timeline.late) + " came late and are drawn later" : "",
      timeline.forgotten > 0 ? Format.plural(timeline.forgotten, "task") + " left out" : "",
    ].filter(Boolean).join(" · ");
  },

  /// What is recorded of a live picture.
  recorded(timeline) {
    return timeline.isEmpty ? "" : "Recorded: the last " + Format.duration(timeline.endTime - timeline.startTime) + ". Hold, or choose a speed, to look at it closely.";
  },

  /// Where a held picture is: at the moment right after a transition, or in a time that is passed over.
  position(timeline, number, time, passing, names) {
    const happened = passing
      ? "passing over " + Format.duration(passing.duration) + (passing.isLost ? ", of which transitions are missing" : " in which nothing moved")
      : timeline.holds(number) ? Words.transition(timeline.transition(number), names) : "";
    return [
      Format.duration(timeline.endTime - time) + " before the end",
      "transition " + Format.count(timeline.count(timeline.first, number + 1)) + " of " + Format.count(timeline.count()),
      happened,
    ].filter(Boolean).join(" · ");
  },

  /// The whole picture, for whom does not see it.
  picture(playhead, queues, honest, names) {
    return "Threads: " + playhead.running.size + " run a task. Queues: "
      + queues.map((identity) => names.executor(identity) + " " + playhead.depth(identity)).join(", ")
      + ". Waiting: " + playhead.waitingCount + ". " + honest;
  },
};
