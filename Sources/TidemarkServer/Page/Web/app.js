"use strict";

// What holds the page together: the stream, the views, the keys.

const $ = (id) => document.getElementById(id);

class App {
  constructor() {
    this.server = new Server(location);
    this.samples = new Samples();
    Theme.bind($("theme"));
    this.status = new Status({
      name: $("process-name"), facts: $("process-facts"), connection: $("connection"), connectionText: $("connection-text"), notice: $("notice"),
      losses: $("losses"), lossesDialog: $("losses-dialog"), lossesBody: $("losses-body"),
    });
    this.board = new Board(this.samples, $("cards"));
    this.scheduler = new Scheduler({
      stage: $("stage"), tip: $("stage-tip"), summary: $("stage-summary"), honest: $("stage-honest"),
      legend: $("stage-legend"), scrubber: $("scrubber"), density: $("density"), speed: $("speed"), skip: $("skip"), text: $("transport-text"),
      live: $("live"), play: $("play"), reverse: $("reverse"), back: $("back"), forward: $("forward"), colour: $("colour"), announce: $("announce"),
    }, {
      server: this.server,
      onSelect: (task) => this.story.open(task),
      onMode: () => this.ask(),
    });
    this.story = new Story($("story"), this.scheduler, this.server, {
      onSeek: () => this.show("scheduler"),
      onClose: () => this.table.mark(null),
    });
    this.table = new TaskTable({
      table: $("tasks-table"), filter: $("filter"), state: $("state-filter"), summary: $("tasks-summary"), empty: $("tasks-empty"),
    }, (task) => {
      this.table.mark(task);
      this.story.open(task);
    });
    this.feed = new TaskFeed(this.server, {
      onList: (list, took) => {
        this.scheduler.takeTasks(list, took * 1e6);
        if (this.view === "tasks") this.table.take(list);
      },
      onError: (text) => this.view === "tasks" && this.table.fail(text),
      every: () => this.view === "tasks" || this.scheduler.playhead.doubtfulCount > 50 ? 2000 : 5000,
    });
    this.damaged = 0;
    this.droppedSnapshots = 0;
    this.isEnded = false;
    this.stream = new Stream(this.server, {
      onMessage: (type, data) => this.take(type, data),
      onState: (state, text, why) => this.connectionChanged(state, text, why),
    });
    this.bind();
    const view = location.hash.slice(1);
    this.show(["charts", "scheduler", "tasks"].includes(view) ? view : "charts");
    setInterval(() => this.tick(), 500);
  }

  // What arrives.

  take(type, text) {
    let message;
    try {
      message = type === "compact" ? Compact.decode(text) : JSON.parse(text);
    } catch {
      this.damaged += 1;
      return;
    }
    if (message.version !== undefined && message.version !== 1) {
      this.status.tellNotice("The server speaks version " + message.version + " of the interface, this page version 1: load the page again.");
      return;
    }
    if (message.figures) this.takeSnapshot(message);
    else if (Array.isArray(message.events)) this.scheduler.takeBatch(message);
    else if (type === "dropped") this.takeDropped(message);
    else if (type === "end" && message.hasEnded) this.takeEnd(message.error);
    else if (message.error !== undefined) this.status.tellNotice(message.error);
  }

  takeSnapshot(snapshot) {
    const before = this.samples.snapshot;
    if (!this.samples.push(snapshot)) return;
    this.isEnded = false;
    this.heard = performance.now();
    this.board.setSilence(null);
    const isOther = before && (before.process.pid !== snapshot.process.pid || Math.abs(before.process.started - snapshot.process.started) > 2e9);
    if (isOther) this.scheduler.reset();
    this.scheduler.takeSnapshot(snapshot);
    this.status.tellProcess(snapshot);
    this.status.tellLosses(snapshot, this.scheduler.timeline.lost, this.droppedSnapshots);
    this.status.tellNotice(snapshot.process.isStopped ? "The process is stopped by a signal; its figures stand still." : "");
    const { view } = this.board;
    if (!view.isPaused) this.board.draw();
    else $("pause").textContent = "Go on (" + view.unseen + ")";
    document.documentElement.dataset.samples = this.samples.end;
  }

  /// What the server left out because this page did not read fast enough.
  takeDropped(message) {
    this.droppedSnapshots += message.snapshots ?? 0;
    if (message.transitions > 0) this.scheduler.takeLoss(message.transitions);
  }

  takeEnd(how) {
    this.isEnded = true;
    this.stream.end(String(how));
  }

  tick() {
    const { samples, board } = this;
    // Silence is shown as it happens, not only once it is over.
    if (samples.end > 0 && !this.isLive) {
      const from = samples.wallAt(samples.end - 1);
      board.setSilence({ from, to: this.isEnded ? from : from + (performance.now() - this.heard) * 1e6 });
    }
    this.story.draw();
    const isShown = this.view !== "charts" || this.story.isOpen;
    if (isShown && this.isLive && !document.hidden && (this.view === "tasks" || this.scheduler.isLive)) this.feed.ask();
    const held = samples.end - samples.first;
    const span = held > 1 ? samples.wallAt(samples.end - 1) - samples.wallAt(samples.first) : 0;
    Dom.write($("charts-note"), held === 0 ? "" : Format.plural(held, "look") + " held, " + Format.age(span)
      + (samples.first > 0 ? "; older ones are left out" : "") + (this.damaged ? " · " + Format.plural(this.damaged, "message") + " could not be read" : ""));
  }

  // What is asked for.

  /// Transitions are asked for only while somebody looks at them.
  ask() {
    const wants = this.view === "scheduler" && this.scheduler.isLive && !document.hidden;
    const looks = { interval: Samples.usual / 1e6 };
    this.stream.open(wants ? { ...looks, transitions: 1, form: "compact" } : looks);
    // A recording that begins knows only what moves; the list says what else there is.
    if (wants) this.feed.renew(400);
  }

  connectionChanged(state, text, why) {
    const isNew = this.status.tellConnection(state, text, why);
    if (!this.isLive || !isNew) return;
    this.samples.renew();
    // What was recorded before the connection was lost does not join what comes now.
    if (this.scheduler.isLive) this.scheduler.reset();
    this.feed.renew(400);
  }

  get isLive() {
    return this.status.connection === "live";
  }

  /// Tries at once what is waited for.
  retry() {
    if (this.status.connection === "waiting") this.stream.retryNow();
  }

  // Views.

  show(view) {
    if (this.view === view) return;
    this.view = view;
    document.documentElement.dataset.view = view;
    for (const name of ["charts", "scheduler", "tasks"]) $("view-" + name).hidden = name !== view;
    for (const controls of document.querySelectorAll(".controls")) controls.hidden = controls.dataset.for !== view;
    for (const tab of document.querySelectorAll(".tabs button")) {
      if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (document.activeElement?.closest("[hidden]")) $("main").focus({ preventScroll: true });
    scrollTo(0, 0);
    history.replaceState(null, "", location.pathname + location.search + (view === "charts" ? "" : "#" + view));
    // What was recorded before somebody looked elsewhere does not join what comes now.
    if (view === "scheduler" && this.scheduler.isLive) this.scheduler.reset();
    this.scheduler.setVisible(view === "scheduler" && !document.hidden);
    this.feed.renew();
    this.ask();
    this.board.draw();
    this.tick();
  }

  setRange(seconds) {
    this.board.setRange(seconds);
    for (const button of $("ranges").children) button.setAttribute("aria-pressed", String(Number(button.dataset.range) === seconds));
  }

  togglePause() {
    const isPaused = !this.board.view.isPaused;
    this.board.pause(isPaused);
    $("pause").setAttribute("aria-pressed", String(isPaused));
    $("pause").textContent = isPaused ? "Go on" : "Pause";
  }

  // Keys.

  bind() {
    for (const tab of document.querySelectorAll(".tabs button")) tab.addEventListener("click", () => this.show(tab.dataset.view));
    for (const button of $("ranges").children) button.addEventListener("click", () => this.setRange(Number(button.dataset.range)));
    $("pause").addEventListener("click", () => this.togglePause());
    $("help").addEventListener("click", () => $("help-dialog").showModal());
    $("connection").addEventListener("click", () => this.retry());
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
      });
    }
    document.addEventListener("visibilitychange", () => {
      this.scheduler.setVisible(this.view === "scheduler" && !document.hidden);
      if (!document.hidden && this.view === "scheduler" && this.scheduler.isLive) this.scheduler.reset();
      this.ask();
    });
    window.addEventListener("online", () => this.retry());
    document.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target } = event;
    const isOpen = document.querySelector("dialog[open]");
    if (event.key === "Escape") {
      if (!isOpen && target.matches("input[type=search]") && target.value) return;
      if (!isOpen) this.story.close();
      return;
    }
    if (isOpen || target.matches("input:not([type=range]):not([type=checkbox]), select, textarea")) return;
    const isButton = target.matches("button, input[type=checkbox], tr");
    const { transport, pointing } = this.scheduler;
    const isScheduler = this.view === "scheduler";
    const keys = {
      1: () => this.show("charts"),
      2: () => this.show("scheduler"),
      3: () => this.show("tasks"),
      t: () => Theme.next(),
      "?": () => $("help-dialog").showModal(),
      "/": () => {
        this.show("tasks");
        $("filter").focus();
      },
      " ": isButton ? null : isScheduler ? () => transport.toggle() : this.view === "charts" ? () => this.togglePause() : null,
      ArrowLeft: isScheduler ? () => transport.step(event.shiftKey ? -100 : -1) : null,
      ArrowRight: isScheduler ? () => transport.step(event.shiftKey ? 100 : 1) : null,
      b: isScheduler ? () => transport.play(-1) : null,
      l: isScheduler ? () => transport.goLive() : null,
      "[": isScheduler ? () => pointing.next(-1) : null,
      "]": isScheduler ? () => pointing.next(1) : null,
      "-": () => this.slower(),
      "+": () => this.faster(),
      "=": () => this.faster(),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  slower() {
    if (this.view === "scheduler") this.scheduler.transport.changeSpeed(-1);
    else if (this.view === "charts") this.changeRange(1);
  }

  faster() {
    if (this.view === "scheduler") this.scheduler.transport.changeSpeed(1);
    else if (this.view === "charts") this.changeRange(-1);
  }

  changeRange(steps) {
    const ranges = [...$("ranges").children].map((button) => Number(button.dataset.range));
    const index = ranges.indexOf(this.board.view.range) + steps;
    if (index >= 0 && index < ranges.length) this.setRange(ranges[index]);
  }
}

const app = new App();
