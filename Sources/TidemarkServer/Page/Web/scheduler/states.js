"use strict";

// What tasks do, and what happens to them. One that is left out was lost sight of and has probably ended.

const STATE = {
  none: 0, created: 1, enqueued: 2, running: 3, task: 4, continuation: 5, group: 6, sleep: 7,
  unknown: 8, lost: 9, completed: 10, leftOut: 11,
};

const STATE_TEXT = [
  "not known yet", "created", "enqueued", "running", "waits for a task", "waits for a continuation",
  "waits for a group", "sleeps", "waits", "lost sight of", "completed", "lost sight of, left out",
];

/// The kinds of transitions; the last two are the page's own: what a list of the tasks said, and that
/// transitions of a thread are missing until the moment in `other`.
const KIND = {
  created: 0, enqueued: 1, run: 2, suspended: 3, hopped: 4, completed: 5, threadStarted: 6, threadEnded: 7, seen: 8, gap: 9,
};

/// Why a task is suspended, by the number that is held of it.
const REASONS = ["", "task", "continuation", "group", "enqueued", "unknown", "sleep"];

/// No thread, no executor, no place.
const NONE = -1;
