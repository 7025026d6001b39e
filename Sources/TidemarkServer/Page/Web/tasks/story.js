"use strict";

// The story of one task: what it is, where it comes from, what it did and for how long.

const STATE_COLOURS = ["none", "none", "s2", "s3", "s1", "s1", "s1", "s1", "s1", "none", "none"];

/// How long a task ran, was enqueued and waited, in what is held up to a moment.
function sumOfStates(timeline, numbers, until) {
  const sums = { running: 0, enqueued: 0, waiting: 0 };
  numbers.forEach((number, index) => {
    const { state, since } = timeline.stateAt(number);
    const end = index + 1 < numbers.length ? timeline.timeOf(numbers[index + 1]) : until;
    if (!Timeline.isThere(state) || state === STATE.lost || !(end > since)) return;
    const name = state === STATE.running ? "running" : state === STATE.enqueued || state === STATE.created ? "enqueued" : "waiting";
    sums[name] += end - since;
  });
  return sums;
}

class Story {
  constructor(panel, scheduler, server, { onSeek, onClose }) {
    Object.assign(this, { panel, scheduler, onSeek, onClose });
    this.details = new TaskDetails(server, () => this.redraw());
    this.task = null;
    this.body = panel.querySelector("#story-body");
    panel.querySelector("#story-close").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open(task) {
    if (this.panel.hidden) this.opener = document.activeElement;
    const isOther = this.task !== task;
    this.task = task;
    this.panel.hidden = false;
    this.scheduler.selection.mark(task);
    if (isOther) this.details.choose(task, this.scheduler.names.details(task), this.scheduler.tasksLive);
    this.redraw();
    if (isOther) this.panel.scrollTop = 0;
    this.panel.focus({ preventScroll: true });
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.task = null;
    this.details.leave();
    this.scheduler.selection.mark(null);
    this.onClose();
    if (this.opener?.isConnected) this.opener.focus({ preventScroll: true });
  }

  redraw() {
    this.signature = "";
    this.draw();
  }

  /// Draws it anew when something has changed.
  draw() {
    if (this.panel.hidden) return;
    const { scheduler, task } = this;
    const { timeline, position } = scheduler;
    const story = timeline.story(task);
    const past = story.numbers.filter((number) => number < position);
    const signature = [task, story.numbers.length, story.numbers[story.numbers.length - 1], past.length, scheduler.isLive].join();
    if (signature === this.signature) {
      this.writeAge();
      return;
    }
    this.signature = signature;

    const details = this.details.found ?? scheduler.names.details(task);
    const said = details?.state === "suspended" ? details.waitsFor ?? "unknown" : details?.state;
    const state = past.length > 0 ? timeline.stateAt(past[past.length - 1]).state : STATE[said];
    this.panel.querySelector("#story-title").textContent = details?.name ?? "Task #" + task;
    this.panel.querySelector("#story-sub").textContent = "#" + task + (state === undefined ? "" : " · " + STATE_TEXT[state]) + (details?.isCancelled ? " · cancelled" : "");

    const keepsFocus = this.body.contains(document.activeElement) ? [...this.body.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    this.body.replaceChildren(...this.facts(details, story), ...this.times(details, story), ...this.stack(details), ...this.moves(story, position));
    if (keepsFocus >= 0) this.body.querySelectorAll("button")[keepsFocus]?.focus({ preventScroll: true });
  }

  link(task) {
    const button = Dom.make("button", { type: "button", className: "link", textContent: this.scheduler.names.task(task) });
    button.addEventListener("click", () => this.open(task));
    return button;
  }

  facts(details, story) {
    const { scheduler } = this;
    const origin = scheduler.timeline.originOf(this.task);
    const list = Dom.make("dl");
    const row = (name, ...values) => list.append(Dom.make("dt", { textContent: name }), Dom.make("dd", {}, ...values));
    const kinds = { unstructured: "unstructured", groupChild: "child of a group", asyncLet: "async let" };
    if (details?.kind) row("Kind", kinds[details.kind] ?? details.kind);
    const by = details?.parent ?? 0;
    if (by) row("Parent", this.link(by));
    if (origin?.by && origin.by !== by) row("Created by", this.link(origin.by));
    this.born = details?.born ?? origin?.time;
    this.age = Dom.make("span");
    if (this.born !== undefined) row("Age", this.age);
    this.writeAge();
    if (details?.executor !== undefined) row("Executor", details.executorName ?? scheduler.names.executor(details.executor));
    if (details?.priority !== undefined) row("Priority", ({ 9: "background", 17: "utility", 21: "default", 25: "high", 33: "interactive" })[details.priority] ?? String(details.priority));
    if (details?.waitsForTask) row("Waits for", this.link(details.waitsForTask));
    const place = origin && origin.place !== NONE ? scheduler.places.nameOf(origin.place) : "";
    const nodes = [list];
    if (details?.creation?.length) nodes.push(Dom.make("h3", { textContent: "Created in" }), this.frames(details.creation));
    else if (place) nodes.push(Dom.make("h3", { textContent: "Created in" }), this.frames([{ function: place }]));
    else row("Created in", "not known: its creation was not seen");
    return nodes;
  }

  /// Writes how old it is at the moment that is shown, or was when it ended or was lost sight of.
  writeAge() {
    const { timeline, now, isLive, transport } = this.scheduler;
    const last = timeline.lastStateOf(this.task);
    const held = isLive === false ? transport.moment : NaN;
    const shown = held > this.born ? held : now;
    const isSeen = last === undefined || (Timeline.isThere(last.state) && last.state !== STATE.lost);
    const until = !isSeen && last.since < shown ? last.since : shown;
    const age = Math.max(0, until - this.born);
    const isLeast = until < shown && last.state !== STATE.completed;
    Dom.write(this.age, (isLeast ? "at least " : "") + (Format.age(age) === "0\u202fs" ? Format.duration(age) : Format.age(age)));
  }

  frames(frames) {
    const list = Dom.make("ol", { className: "frames" });
    for (const frame of frames.slice(0, 64)) {
      const item = Dom.make("li", { textContent: frame.function });
      const at = [frame.file ? frame.file + (frame.line ? ":" + frame.line : "") : "", frame.image ?? ""].filter(Boolean).join(" · ");
      if (at) item.append(Dom.make("small", { textContent: at }));
      list.append(item);
    }
    return list;
  }

  times(details, story) {
    const { timeline } = this.scheduler;
    const nodes = [];
    const sums = sumOfStates(timeline, story.numbers, timeline.endTime);
    if (sums.running + sums.enqueued + sums.waiting > 0) {
      nodes.push(Dom.make("h3", { textContent: "In what is recorded" }), ...this.split(sums));
    }
    if (details?.times) {
      const { running, queued, waiting, observed, runs, hops } = details.times;
      nodes.push(Dom.make("h3", { textContent: "Since times were asked for, " + Format.duration(observed) + " ago" }), ...this.split({ running, enqueued: queued, waiting }));
      nodes.push(Dom.make("p", { className: "note", textContent: Format.plural(runs, "run") + ", " + Format.plural(hops, "hop") }));
    }
    return nodes;
  }

  split(sums) {
    const total = sums.running + sums.enqueued + sums.waiting;
    const bar = Dom.make("div", { className: "split" });
    bar.setAttribute("aria-hidden", "true");
    const key = Dom.make("p", { className: "split-key" });
    for (const [name, text, colour] of [["running", "running", "s3"], ["enqueued", "in queues", "s2"], ["waiting", "waiting", "s1"]]) {
      const part = Dom.make("i");
      part.style.cssText = "--swatch: var(--" + colour + "); width: " + (100 * sums[name]) / total + "%";
      bar.append(part);
      const item = Dom.make("span", {}, Dom.make("i"), text + " " + Format.duration(sums[name]));
      item.style.setProperty("--swatch", "var(--" + colour + ")");
      key.append(item);
    }
    return [bar, key];
  }

  stack(details) {
    const nodes = [Dom.make("h3", { textContent: "Where it goes on" })];
    if (this.details.isTooMuch) {
      const button = Dom.make("button", { type: "button", textContent: "Look at all tasks" });
      button.addEventListener("click", () => this.details.insist());
      nodes.push(Dom.make("p", { className: "note", textContent: "To find its async frames, all " + Format.count(this.scheduler.tasksLive) + " live tasks have to be looked at, which takes a while." }), button);
    } else if (details?.stack?.length) nodes.push(this.frames(details.stack));
    else {
      const why = this.details.isAsking ? "asking the process…" : this.details.note
        || (details?.state === "running" ? "It ran when it was asked; only a suspended task has frames to go on in." : "No async frames are known of it.");
      nodes.push(Dom.make("p", { className: "note", textContent: why }));
    }
    return nodes;
  }

  moves(story, position) {
    const { scheduler } = this;
    const { timeline } = scheduler;
    const nodes = [Dom.make("h3", { textContent: "Transitions" })];
    if (story.numbers.length === 0) {
      const isRecorded = timeline.end > timeline.first;
      nodes.push(Dom.make("p", { className: "note", textContent: isRecorded
        ? "It has not moved in the " + Format.duration(timeline.endTime - timeline.startTime) + " that are recorded."
        : "None are recorded; they are kept while the scheduler is shown." }));
      return nodes;
    }
    const zero = timeline.timeOf(story.numbers[0]);
    const list = Dom.make("ol", { className: "moves" });
    story.numbers.forEach((number, index) => {
      const { time, state } = timeline.transition(number);
      const next = story.numbers[index + 1];
      const took = next !== undefined ? Format.duration(timeline.timeOf(next) - time) : "";
      const text = scheduler.describe(number).replace(scheduler.names.task(this.task), "").replace(/^:? /, "");
      const mark = Dom.make("i");
      mark.style.setProperty("--swatch", "var(--" + (STATE_COLOURS[state] ?? "none") + ")");
      const button = Dom.make("button", { type: "button", title: "Go to this moment" },
        Dom.make("span", { className: "when", textContent: "+" + Format.duration(time - zero) }), mark,
        Dom.make("span", { textContent: text }), Dom.make("span", { className: "took", textContent: took }));
      button.addEventListener("click", () => {
        this.onSeek();
        scheduler.transport.goTo(number);
        this.draw();
      });
      const item = Dom.make("li", {}, button);
      if (!scheduler.isLive && number >= position) item.className = "later";
      if (!scheduler.isLive && number < position && !(next < position)) item.className = "now";
      list.append(item);
    });
    if (story.isCut) nodes.push(Dom.make("p", { className: "note", textContent: "The last " + story.numbers.length + "; earlier ones are no longer held." }));
    nodes.push(list);
    return nodes;
  }
}
