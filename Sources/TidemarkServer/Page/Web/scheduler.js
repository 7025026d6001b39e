"use strict";

// The scheduler's picture: what each thread runs and ran, what each executor has queued, what waits;
// and every task as a dot that moves between them.

class Scheduler {
  constructor(elements, { onSelect, onHold, onLive, server }) {
    Object.assign(this, { elements, onSelect, onHold, onLive, server });
    this.timeline = new Timeline();
    this.playhead = new Playhead(this.timeline);
    this.threads = new Map();
    this.executors = new Map();
    this.details = new Map();
    this.places = new Map();
    this.wanted = new Set();
    this.placeTries = new Map();
    this.colourKeys = new Map();
    this.dots = new Map();
    this.hits = [];
    this.order = [];
    this.selected = null;
    this.pointed = null;
    this.snapshot = null;
    this.window = 2e9;
    this.batchInterval = 200e6;
    this.isVisible = false;
    this.setMode(true);
    this.speed = 1;
    this.rate = 0;
    this.bind();
  }

  // What arrives.

  /// A snapshot: names of threads and executors, and how many tasks there are.
  takeSnapshot(snapshot) {
    this.snapshot = snapshot;
    for (const worker of snapshot.workers ?? []) this.threads.set(worker.thread, worker);
    for (const executor of snapshot.executors ?? []) this.executors.set(executor.identity, executor);
    Scheduler.bound(this.threads, 2000);
    Scheduler.bound(this.executors, 5000);
    this.syncClock(snapshot.time);
    const { tasksLive } = snapshot.figures;
    if (this.isLive && tasksLive !== undefined) this.timeline.leaveOut(this.playhead.count - tasksLive, snapshot.time - 1e9);
  }

  takeBatch(batch) {
    const now = performance.now();
    if (!this.isLive) return;
    if (this.lastBatch) this.batchInterval = Math.max(this.batchInterval * 0.9, Math.min((now - this.lastBatch) * 1e6, 2e9));
    this.lastBatch = now;
    const before = this.timeline.end;
    this.timeline.add(batch);
    this.countRate(this.timeline.end - before, now);
    const newest = batch.events.length ? batch.events[batch.events.length - 1].time : 0;
    if (newest) this.syncClock(newest);
  }

  /// Transitions of any thread are missing from here on.
  takeLoss(count) {
    if (this.isLive) this.timeline.loseSight(count);
  }

  countRate(count, now) {
    this.rateCount = (this.rateCount ?? 0) + count;
    this.rateSince ??= now;
    if (now - this.rateSince < 1000) return;
    this.rate = this.rateCount / ((now - this.rateSince) / 1000);
    this.rateCount = 0;
    this.rateSince = now;
  }

  takeTasks(list) {
    this.details = new Map(list.tasks.slice(0, 5000).map((task) => [task.id, task]));
    for (const task of list.tasks) {
      if (task.executor && task.executorName && !this.executors.has(task.executor)) {
        this.executors.set(task.executor, { identity: task.executor, kind: task.executorName === "main" ? "main" : "actor", name: task.executorName });
      }
    }
    if (this.isLive) this.timeline.reconcile(list);
  }

  /// How far the observed clock is ahead of the page's; a late message must not set it back.
  syncClock(time) {
    const offset = time - performance.now() * 1e6;
    if (this.offset === undefined || Math.abs(offset - this.offset) > 3e9) this.offset = offset;
    else this.offset = offset > this.offset ? offset : this.offset + (offset - this.offset) * 0.02;
  }

  get now() {
    return (this.offset ?? 0) + performance.now() * 1e6;
  }

  /// How far the live picture is behind: long enough for the next batch to arrive.
  get delay() {
    return this.batchInterval * 1.3 + 100e6;
  }

  /// Nothing that was held belongs to what comes: another process, or a pause in the recording.
  reset() {
    this.timeline.clear();
    this.dots.clear();
    this.lastBatch = 0;
    this.offset = undefined;
    this.rateCount = 0;
    this.rate = 0;
  }

  static bound(map, size) {
    while (map.size > size) map.delete(map.keys().next().value);
  }

  // How it is played.

  setMode(isLive) {
    this.isLive = isLive;
    this.direction = isLive ? 1 : 0;
    this.elements.live.setAttribute("aria-pressed", String(isLive));
    document.documentElement.dataset.mode = isLive ? "live" : "held";
  }

  /// Keeps what is held, and takes no more.
  hold() {
    if (!this.isLive) return;
    const at = this.time;
    this.timeline.flush();
    this.setMode(false);
    this.time = Math.min(at ?? this.timeline.endTime, this.timeline.endTime);
    this.onHold();
  }

  goLive() {
    if (this.isLive) return;
    this.setMode(true);
    this.reset();
    this.setSpeed(1);
    this.onLive();
  }

  setSpeed(speed) {
    this.speed = speed;
    this.elements.speed.value = String(speed);
    if (speed !== 1) {
      this.hold();
      if (this.direction === 0) this.play(1);
    }
  }

  /// Slower or faster by one of the speeds that can be chosen.
  changeSpeed(steps) {
    const speeds = [...this.elements.speed.options].map((option) => Number(option.value));
    const index = speeds.indexOf(this.speed) - steps;
    if (index >= 0 && index < speeds.length) this.setSpeed(speeds[index]);
  }

  play(direction) {
    this.hold();
    const { startTime, endTime } = this.timeline;
    // At an end, from the other one.
    if (direction > 0 && this.time >= endTime) this.time = startTime;
    if (direction < 0 && this.time <= startTime) this.time = endTime;
    this.direction = direction;
  }

  toggle() {
    if (this.isLive) this.hold();
    else if (this.direction !== 0) this.direction = 0;
    else this.play(1);
  }

  /// One transition, or several, on or back.
  step(count) {
    this.hold();
    this.direction = 0;
    for (let n = 0; n < Math.abs(count); n += 1) {
      if (!(count > 0 ? this.playhead.forward() : this.playhead.backward())) break;
    }
    const number = this.playhead.position - 1;
    this.time = number >= this.timeline.first ? this.timeline.time[this.timeline.slot(number)] : this.timeline.startTime - 1;
    this.stepped = true;
    this.announceStep();
  }

  goTo(number) {
    this.hold();
    this.direction = 0;
    while (this.playhead.position <= number && this.playhead.forward()) { /* On to it. */ }
    while (this.playhead.position > number + 1 && this.playhead.backward()) { /* Back to it. */ }
    this.time = this.timeline.time[this.timeline.slot(number)];
    this.stepped = true;
  }

  goToFraction(fraction) {
    this.hold();
    this.direction = 0;
    const { startTime, endTime } = this.timeline;
    this.time = startTime + (endTime - startTime) * fraction;
    this.stepped = false;
  }

  announceStep() {
    const text = this.describe(this.playhead.position - 1);
    if (text) this.elements.announce.textContent = text;
  }

  /// A transition in words.
  describe(number) {
    const { timeline } = this;
    if (!(number >= timeline.first && number < timeline.end)) return "";
    const at = timeline.slot(number);
    const kind = timeline.kind[at];
    const task = timeline.task[at];
    const who = task ? this.taskName(task) : "";
    const by = timeline.other[at] > 0 && timeline.other[at] !== task ? " by " + this.taskName(timeline.other[at]) : "";
    const thread = this.threadName(timeline.thread[at]);
    switch (kind) {
      case KIND.created: return who + " created" + by;
      case KIND.enqueued: return who + " enqueued on " + this.executorName(timeline.stateExecutor[at]) + by;
      case KIND.run: return who + " runs on " + thread + ", " + this.executorName(timeline.stateExecutor[at]);
      case KIND.hopped: return who + " hops to " + this.executorName(timeline.executor[at]);
      case KIND.suspended: return who + (timeline.reason[at] === 4 ? " leaves " + thread + " for a queue" : " leaves " + thread + ", " + STATE_TEXT[timeline.reason[at] ? STATE[REASONS[timeline.reason[at]]] : STATE.unknown]);
      case KIND.completed: return who + " completes";
      case KIND.threadStarted: return thread + " starts";
      case KIND.threadEnded: return thread + " ends";
      case KIND.gap: return "transitions of " + thread + " are missing from here";
      default: return timeline.state[at] === STATE.completed ? who + " has ended unseen" : who + ": " + STATE_TEXT[timeline.state[at]];
    }
  }

  // Names and colours.

  taskName(task) {
    const name = this.details.get(task)?.name;
    return name ? name + " #" + task : "#" + task;
  }

  executorName(identity) {
    if (identity === 0) return "global";
    const known = this.executors.get(identity);
    if (known) return known.name || known.kind;
    return identity === NONE ? "an unknown executor" : Format.address(identity);
  }

  threadName(thread) {
    if (thread === NONE) return "an unknown thread";
    const known = this.threads.get(thread);
    if (known?.kind === "main") return "main thread";
    if (known?.kind === "pool") return "worker " + thread;
    return known?.name && known.kind !== "user" ? known.name : known?.name ? known.name + " " + thread : "thread " + thread;
  }

  /// What a task has in common with others of its colour.
  keyOf(task, executor) {
    const by = this.elements.colour.value;
    if (by === "executor") return executor === undefined || executor === NONE ? "unknown executor" : this.executorName(executor);
    const details = this.details.get(task);
    if (by === "name") return details?.name ? details.name.replace(/[#\s_-]*\d+$/, "") || details.name : "without a name";
    if (details?.creation?.length) return Format.frame(details.creation[0]);
    const place = this.timeline.origins.get(task)?.place;
    if (place === undefined || place === NONE) return "not known";
    if (!this.places.has(place)) this.wanted.add(place);
    return this.places.get(place) ?? Format.address(place);
  }

  /// The colour of a task; the way from a task to its colour is long, and a frame asks for thousands.
  colourOf(task, executor) {
    const by = this.elements.colour.value;
    const now = performance.now();
    if (by !== this.coloursBy || !(now - this.coloursSince < 400) || this.coloursTheme !== Theme.palette) {
      this.coloursBy = by;
      this.coloursSince = now;
      this.coloursTheme = Theme.palette;
      this.colours = new Map();
    }
    const key = by === "executor" ? executor ?? NONE : task;
    let colour = this.colours.get(key);
    if (colour === undefined) {
      colour = this.colour(this.keyOf(task, executor));
      this.colours.set(key, colour);
    }
    return colour;
  }

  colour(key) {
    if (key === "not known" || key === "without a name" || key === "unknown executor") return Theme.colours.none;
    let index = this.colourKeys.get(key);
    if (index === undefined) {
      index = this.colourKeys.size;
      this.colourKeys.set(key, index);
      if (this.colourKeys.size > 2000) this.colourKeys.clear();
    }
    return Theme.palette[index % Theme.palette.length];
  }

  /// Asks for the names of places that are shown and not known.
  async resolvePlaces() {
    if (this.wanted.size === 0 || this.isResolving || performance.now() < this.placesWanted) return;
    this.isResolving = true;
    const asked = [...this.wanted].slice(0, 64);
    try {
      const answer = await this.server.get("v1/frames", { at: asked.join(",") });
      asked.forEach((place, index) => {
        const frames = (answer.frames ?? answer)[index] ?? [];
        // Names may still be on their way; only what is unknown several times stays an address.
        const tries = (this.placeTries.get(place) ?? 0) + 1;
        this.placeTries.set(place, tries);
        if (frames.length === 0 && tries < 6) {
          this.placesWanted = performance.now() + 2000;
          return;
        }
        const name = frames.length ? Format.frame(frames[0]) : Format.address(place);
        // It keeps its colour when it gets its name.
        const kept = this.colourKeys.get(Format.address(place));
        if (kept !== undefined && !this.colourKeys.has(name)) this.colourKeys.set(name, kept);
        this.places.set(place, name);
      });
      Scheduler.bound(this.places, 4000);
      Scheduler.bound(this.placeTries, 4000);
    } catch {
      // The address stays; it is asked for again after a while.
      this.placesWanted = performance.now() + 10000;
    }
    for (const place of asked) this.wanted.delete(place);
    this.isResolving = false;
  }

  // The clock of the picture.

  setVisible(isVisible) {
    this.isVisible = isVisible;
    if (isVisible && !this.isDrawing) {
      this.isDrawing = true;
      this.lastFrame = performance.now();
      requestAnimationFrame(() => this.frame());
    }
  }

  frame() {
    if (!this.isVisible) {
      this.isDrawing = false;
      return;
    }
    const now = performance.now();
    const elapsed = Math.min(now - this.lastFrame, 250);
    this.lastFrame = now;
    this.advance(elapsed * 1e6);
    this.draw(elapsed);
    this.frames = (this.frames ?? 0) + 1;
    if (!(now - this.lastTold < 250)) {
      this.lastTold = now;
      this.tell();
      this.resolvePlaces();
    }
    requestAnimationFrame(() => this.frame());
  }

  advance(nanoseconds) {
    const { timeline, playhead } = this;
    this.skipped = 0;
    if (this.isLive) {
      this.time = this.offset === undefined ? NaN : this.now - this.delay;
      if (Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    if (this.direction === 0 || !(timeline.end > timeline.first)) {
      if (!this.stepped && Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    this.stepped = false;
    this.time += nanoseconds * this.speed * this.direction;
    if (this.elements.skip.checked) this.skipIdle();
    playhead.seek(this.time);
    const isOver = this.direction > 0 ? this.time >= timeline.endTime : this.time <= timeline.startTime;
    if (isOver) {
      this.time = this.direction > 0 ? timeline.endTime : timeline.startTime;
      this.direction = 0;
    }
  }

  /// Passes over a time without transitions that would last for more than a second and a half on the screen.
  skipIdle() {
    const { timeline } = this;
    const next = timeline.after(this.time) - (this.direction > 0 ? 0 : 1);
    if (next < timeline.first || next >= timeline.end) return;
    const wait = (timeline.time[timeline.slot(next)] - this.time) * this.direction;
    const rest = 0.5e9 * this.speed;
    if (wait > 1.5e9 * this.speed) {
      this.skipped = wait - rest;
      this.skippedAt = performance.now();
      const [low, high] = [this.time, this.time + this.skipped * this.direction].sort((a, b) => a - b);
      const isLost = timeline.gaps.some((gap) => gap.from < high && gap.to > low);
      this.skippedText = "passing over " + Format.duration(this.skipped) + (isLost ? ", of which transitions are missing" : " in which nothing moved");
      this.time += this.skipped * this.direction;
    }
  }

  // Drawing.

  draw(elapsed) {
    const canvas = this.elements.stage;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0) return;
    const context = Canvas.fit(canvas);
    const colours = Theme.colours;
    context.clearRect(0, 0, width, height);
    this.hits = [];
    this.shown = 0;
    for (const dot of this.dots.values()) dot.isPlaced = false;
    const areas = (this.areas = Layout.areas(width, height));
    context.fillStyle = colours.line;
    for (const area of [areas.queues, areas.waiting]) {
      if (areas.isWide) context.fillRect(area.x - 6, area.y, 1, area.height);
      else context.fillRect(area.x, area.y - 6, area.width, 1);
    }
    this.drawLanes(context, areas.lanes);
    this.drawQueues(context, areas.queues);
    this.drawWaiting(context, areas.waiting);
    this.drawDots(context, elapsed);
  }

  title(context, area, text, figure) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.font = "600 12px " + Theme.font;
    context.fillStyle = Theme.colours.text;
    context.fillText(text, area.x + 12, area.y + 14);
    const at = area.x + 12 + context.measureText(text).width + 8;
    context.font = "12px " + Theme.font;
    context.fillStyle = Theme.colours.muted;
    context.fillText(Layout.clip(figure, area.x + area.width - at - 6, (text) => context.measureText(text).width), at, area.y + 14);
  }

  /// The threads in the order of the picture: the main one, the pool, others that ran something.
  laneThreads() {
    const rank = { main: 0, pool: 1, other: 2, user: 3 };
    const known = new Set([...this.playhead.latestOfThread.keys(), ...this.playhead.running.keys()]);
    for (const [thread, worker] of this.threads) {
      if (worker.kind === "main" || worker.kind === "pool") known.add(thread);
    }
    known.delete(NONE);
    const alive = this.snapshot && new Set(this.snapshot.workers.map((worker) => worker.thread));
    return [...known]
      .filter((thread) => !alive || alive.has(thread) || this.playhead.latestOfThread.has(thread))
      .sort((a, b) => (rank[this.threads.get(a)?.kind] ?? 2) - (rank[this.threads.get(b)?.kind] ?? 2) || a - b);
  }

  drawLanes(context, area) {
    const { playhead } = this;
    const colours = Theme.colours;
    const threads = this.laneThreads();
    const rows = Layout.rows(area, threads.length, 22, 64, 44);
    const labelWidth = Math.min(118, area.width * 0.24);
    const strip = { left: area.x + labelWidth + 12, right: area.x + area.width - 46 };
    this.chooseWindow();
    const to = Number.isFinite(this.time) ? this.time : this.now;
    const from = to - this.window;
    const hidden = threads.length - rows.shown;
    this.title(context, area, "Threads", Format.count(playhead.running.size) + " of " + Format.count(threads.length) + " run a task"
      + (hidden > 0 ? ", showing " + rows.shown : ""));
    context.font = "11px " + Theme.font;
    context.fillStyle = colours.muted;
    context.textAlign = "left";
    context.fillText("−" + Format.duration(this.window), strip.left, area.y + 34);
    context.textAlign = "right";
    context.fillText(this.isLive ? "now" : "here", strip.right + 2, area.y + 34);

    let budget = 40000;
    for (let index = 0; index < rows.shown; index += 1) {
      const thread = threads[index];
      const row = rows.at(index);
      const middle = row.y + row.height / 2;
      const high = Math.min(row.height - 6, 36);
      const running = [...(playhead.running.get(thread) ?? [])];
      context.font = "12px " + Theme.font;
      context.textAlign = "left";
      context.fillStyle = running.length ? colours.text : colours.muted;
      const measure = (text) => context.measureText(text).width;
      const name = this.threadName(thread);
      // Where there is little room, a worker is told by its number.
      const short = measure(name) > labelWidth - 4 && this.threads.get(thread)?.kind === "pool" ? String(thread) : name;
      context.fillText(Layout.clip(short, labelWidth - 4, measure), area.x + 12, middle);
      context.fillStyle = colours.panel;
      context.fillRect(strip.left, middle - high / 2, strip.right - strip.left, high);
      budget = this.drawRuns(context, thread, from, to, strip, middle, high, budget);
      // The head of the tape.
      context.fillStyle = running.length ? colours.text : colours.line;
      context.fillRect(strip.right, middle - high / 2 - 2, 2, high + 4);
      running.forEach((task, n) => this.place(task, strip.right + 18 + n * 5, middle, 8, false, this.isLive));
      if (running.length === 0) {
        context.strokeStyle = colours.line;
        context.lineWidth = 1.5;
        context.beginPath();
        context.arc(strip.right + 18, middle, 7, 0, 7);
        context.stroke();
      }
    }
  }

  /// How much time the lanes show: eight seconds of the screen, less where that would be too much to draw.
  chooseWindow() {
    const { timeline } = this;
    const wanted = Math.max(8e9 * this.speed, 20e3) / (this.isLive ? 4 : 1);
    const number = Math.max(timeline.first, this.playhead.position - 20000);
    const dense = number > timeline.first ? this.time - timeline.time[timeline.slot(number)] : Infinity;
    const target = Layout.roundWindow(Math.min(wanted, dense));
    // Wider again only when there is room to spare, so that it does not flicker.
    if (target < this.window || target > this.window * 2.4 || !this.isLive) this.window = target;
  }

  drawRuns(context, thread, from, to, strip, middle, high, budget) {
    const scale = (strip.right - strip.left) / (to - from);
    const byExecutor = this.elements.colour.value === "executor";
    let lastX = Infinity;
    let covered = 0;
    let coveredColour = "";
    const flush = () => {
      if (covered > 0) {
        context.globalAlpha = Math.min(1, 0.25 + covered);
        context.fillStyle = coveredColour;
        context.fillRect(lastX, middle - high / 2, 1, high);
        context.globalAlpha = 1;
      }
      covered = 0;
    };
    const rest = this.playhead.runs(thread, from, to, budget, (task, start, end, executor) => {
      if (end <= from) return;
      if (task === 0) {
        Canvas.hatch(context, strip.left + (Math.max(start, from) - from) * scale, strip.left + (end - from) * scale, middle - high / 2, middle + high / 2);
        return;
      }
      const left = strip.left + (Math.max(start, from) - from) * scale;
      const right = strip.left + (end - from) * scale;
      const colour = this.colourOf(task, byExecutor && executor === NONE ? this.playhead.stateOf(task)?.executor : executor);
      if (right - left < 1.2) {
        // Many runs in one pixel: it gets as dark as the thread was busy.
        const x = Math.floor(left);
        if (x !== lastX) {
          flush();
          lastX = x;
        }
        covered += right - left;
        coveredColour = colour;
        return;
      }
      context.fillStyle = colour;
      context.globalAlpha = this.selected !== null && this.selected !== task ? 0.4 : 0.9;
      const wide = right - left > 5;
      context.beginPath();
      context.roundRect(left, middle - high / 2, right - left - (wide ? 1 : 0), high, wide ? 3 : 0);
      context.fill();
      context.globalAlpha = 1;
      if (right - left > 4) this.hits.push({ task, left, right, top: middle - high / 2, bottom: middle + high / 2, start, end });
      if (right - left > 46 && high >= 16) {
        context.font = "11px " + Theme.font;
        const text = Layout.clip(this.details.get(task)?.name ?? "#" + task, right - left - 10, (text) => context.measureText(text).width);
        context.fillStyle = Canvas.ink(colour);
        context.textAlign = "left";
        context.fillText(text, left + 5, middle + 0.5);
      }
    });
    flush();
    return rest;
  }

  /// The executors in the order of the picture; one that was shown stays where it is.
  queueOrder() {
    const depth = (identity) => this.playhead.queues.get(identity)?.size ?? 0;
    const now = performance.now();
    this.queueSeen ??= new Map();
    for (const identity of this.playhead.queues.keys()) this.queueSeen.set(identity, now);
    for (const executor of this.executors.values()) {
      if (executor.kind === "main" && !this.queueSeen.has(executor.identity)) this.queueSeen.set(executor.identity, 0);
    }
    if (!this.queueSeen.has(0)) this.queueSeen.set(0, 0);
    const isFixed = (identity) => identity === 0 || this.executors.get(identity)?.kind === "main";
    for (const [identity, seen] of this.queueSeen) {
      if (now - seen > 15000 && !isFixed(identity)) this.queueSeen.delete(identity);
    }
    const rank = (identity) => identity === 0 ? 0 : isFixed(identity) ? 1 : 2;
    if (!this.queueRank || !(now - this.queueRanked < 2000) || this.queueRank.length < Math.min(this.queueSeen.size, 60)) {
      this.queueRanked = now;
      const kept = new Map((this.queueRank ?? []).map((identity, index) => [identity, index]));
      this.queueRank = [...this.queueSeen.keys()].sort((a, b) => rank(a) - rank(b)
        || (this.queueSeen.size > 24 ? depth(b) - depth(a) : 0)
        || (kept.get(a) ?? 1e9) - (kept.get(b) ?? 1e9) || a - b);
    }
    return this.queueRank;
  }

  drawQueues(context, area) {
    const { playhead } = this;
    const colours = Theme.colours;
    const identities = this.queueOrder();
    let total = 0;
    for (const set of playhead.queues.values()) total += set.size;
    const shown = Math.min(identities.length, Layout.rows(area, identities.length, 38, 52).shown);
    const hidden = identities.length - shown;
    this.title(context, area, "Queues", Format.count(total) + " enqueued" + (hidden > 0 ? ", showing " + shown + " of " + identities.length : ""));
    const columns = Math.max(1, Math.floor((area.width - 28) / 13));
    const counts = identities.slice(0, shown).map((identity) => ["queue " + identity, playhead.queues.get(identity)?.size ?? 0]);
    const heights = this.groupHeights(counts, area.height - 30, columns, 24, 38);
    let y = area.y + 26;
    const measure = (text) => context.measureText(text).width;
    for (let index = 0; index < shown; index += 1) {
      const identity = identities[index];
      const row = { x: area.x, y, width: area.width, height: heights[index] };
      y += row.height;
      const tasks = playhead.queues.get(identity);
      const depth = tasks?.size ?? 0;
      context.font = "12px " + Theme.font;
      context.textAlign = "right";
      context.fillStyle = depth ? colours.text : colours.muted;
      context.fillText(Format.count(depth), row.x + row.width - 12, row.y + 9);
      context.textAlign = "left";
      context.fillText(Layout.clip(this.executorName(identity), row.width - 70, measure), row.x + 12, row.y + 9);
      const box = { x: row.x + 12, y: row.y + 18, width: row.width - 24, height: Math.max(16, row.height - 22) };
      context.fillStyle = colours.panel;
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, 6);
      context.fill();
      if (!depth) continue;
      const grid = Layout.grid({ x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 2 }, depth, 13);
      this.firstOf(tasks, Math.min(grid.shown, 1200)).forEach((task, n) => {
        const at = grid.at(n);
        this.place(task, at.x, at.y, 5);
      });
      if (depth > grid.shown) this.more(context, depth - grid.shown, box.x + box.width - 4, box.y + box.height - 7);
    }
  }

  more(context, count, x, y) {
    context.font = "11px " + Theme.font;
    context.textAlign = "right";
    context.fillStyle = Theme.colours.muted;
    context.fillText("+" + Format.compact(count), x, y);
  }

  /// The first tasks of a group, longest there first.
  firstOf(tasks, count) {
    const first = [];
    for (const task of tasks) {
      if (first.length >= count && tasks.size > 2000) break;
      first.push(task);
    }
    if (first.length > 1 && first.length <= 2000 && !this.isLive) {
      const since = new Map(first.map((task) => [task, this.playhead.stateOf(task)?.since || 0]));
      first.sort((a, b) => since.get(a) - since.get(b) || a - b);
    }
    return first.slice(0, count);
  }

  drawWaiting(context, area) {
    const { playhead } = this;
    const shown = [STATE.continuation, STATE.task, STATE.group, STATE.sleep, STATE.unknown, STATE.created, STATE.lost]
      .filter((state) => state <= STATE.group && state >= STATE.task || playhead.waiting.has(state));
    let total = 0;
    for (const set of playhead.waiting.values()) total += set.size;
    this.title(context, area, "Waiting", Format.count(total) + " for something else");
    const names = {
      [STATE.continuation]: "for a continuation", [STATE.task]: "for a task", [STATE.group]: "for a group",
      [STATE.sleep]: "sleeping", [STATE.unknown]: "for something not known", [STATE.created]: "just created",
      [STATE.lost]: "lost sight of",
    };
    const counts = shown.map((state) => ["waiting " + state, playhead.waiting.get(state)?.size ?? 0]);
    const heights = this.groupHeights(counts, area.height - 32, Math.max(1, Math.floor((area.width - 24) / 13)), 30, 43);
    let y = area.y + 28;
    shown.forEach((state, index) => {
      const tasks = playhead.waiting.get(state);
      const count = tasks?.size ?? 0;
      context.font = "12px " + Theme.font;
      context.textAlign = "left";
      context.fillStyle = count ? Theme.colours.text : Theme.colours.muted;
      context.fillText(names[state], area.x + 12, y + 8);
      context.textAlign = "right";
      context.fillText(Format.count(count), area.x + area.width - 12, y + 8);
      const box = { x: area.x + 12, y: y + 18, width: area.width - 24, height: heights[index] - 24 };
      const grid = Layout.grid(box, count, 13);
      if (tasks) {
        this.firstOf(tasks, Math.min(grid.shown, 1200)).forEach((task, n) => {
          const at = grid.at(n);
          this.place(task, at.x, at.y, 4.5, true);
        });
        if (count > grid.shown) this.more(context, count - grid.shown, box.x + box.width, box.y + box.height - 6);
      }
      y += heights[index];
    });
  }

  /// What each group gets of the height: what its dots need, as far as there is room.
  ///
  /// It changes slowly, so that nothing jumps.
  groupHeights(groups, height, columns, head, least) {
    const wants = groups.map(([, count]) => head + 4 + 13 * Math.max(1, Math.ceil(count / columns)));
    const sum = wants.reduce((sum, want) => sum + want, 0);
    const targets = sum <= height ? wants : Layout.share(height, wants.map((want) => Math.sqrt(want)), Math.min(least, height / groups.length));
    this.heights ??= new Map();
    Scheduler.bound(this.heights, 500);
    return groups.map(([key], index) => {
      const kept = this.heights.get(key) ?? targets[index];
      const next = Math.abs(targets[index] - kept) < 1 || Theme.reducesMotion ? targets[index] : kept + (targets[index] - kept) * 0.08;
      this.heights.set(key, next);
      return next;
    });
  }

  place(task, x, y, radius, isHollow = false, isAtOnce = false) {
    this.shown += 1;
    let dot = this.dots.get(task);
    if (!dot) {
      // In slow motion it comes out of the task that created it.
      const by = this.isLive ? undefined : this.dots.get(this.timeline.origins.get(task)?.by);
      dot = { x: by?.x ?? x, y: by?.y ?? y, radius: by ? 2 : 0, alpha: this.isLive ? 1 : 0 };
      this.dots.set(task, dot);
    }
    dot.toX = x;
    dot.toY = y;
    dot.toRadius = radius;
    dot.isHollow = isHollow;
    dot.isPlaced = true;
    if (isAtOnce) Object.assign(dot, { x, y, radius });
  }

  drawDots(context, elapsed) {
    const still = Theme.reducesMotion;
    const follow = still ? 1 : 1 - Math.exp(-elapsed / (this.isLive ? 30 : 90));
    this.order = [];
    for (const [task, dot] of this.dots) {
      if (!dot.isPlaced) {
        dot.alpha -= still ? 1 : elapsed / (this.isLive ? 90 : 240);
        dot.toRadius = dot.radius + elapsed / 60;
        if (dot.alpha <= 0) {
          this.dots.delete(task);
          continue;
        }
      } else {
        dot.alpha = still ? 1 : Math.min(1, dot.alpha + elapsed / 120);
        this.order.push(task);
      }
      dot.x += (dot.toX - dot.x) * follow;
      dot.y += (dot.toY - dot.y) * follow;
      dot.radius += (dot.toRadius - dot.radius) * follow;
      const state = this.playhead.stateOf(task);
      dot.colour = dot.isPlaced || !dot.colour ? this.colourOf(task, state?.executor) : dot.colour;
      context.globalAlpha = Math.max(0, dot.alpha) * (this.selected !== null && this.selected !== task ? 0.55 : 1);
      context.beginPath();
      context.arc(dot.x, dot.y, dot.radius, 0, 6.2832);
      context.fillStyle = dot.colour;
      if (dot.isHollow) {
        context.globalAlpha *= 0.28;
        context.fill();
        context.globalAlpha /= 0.28;
        context.strokeStyle = dot.colour;
        context.lineWidth = 1.6;
        context.stroke();
      } else {
        context.fill();
      }
      if (task === this.selected || task === this.pointed) {
        context.globalAlpha = 1;
        context.strokeStyle = Theme.colours.text;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(dot.x, dot.y, dot.radius + 4, 0, 6.2832);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  // Pointing and choosing.

  taskAt(x, y) {
    let best = null;
    let distance = 14;
    for (const [task, dot] of this.dots) {
      const away = Math.hypot(dot.x - x, dot.y - y);
      if (dot.isPlaced && away < distance) [best, distance] = [task, away];
    }
    if (best !== null) return { task: best };
    return this.hits.find((hit) => x >= hit.left && x <= hit.right && y >= hit.top && y <= hit.bottom) ?? null;
  }

  select(task, isOpening = true) {
    this.selected = task;
    if (task !== null && isOpening) this.onSelect(task);
  }

  /// Points at the next task of the picture, for the keyboard.
  pointNext(steps) {
    if (this.order.length === 0) return;
    const index = this.order.indexOf(this.pointed);
    this.pointed = this.order[(index + steps + this.order.length) % this.order.length];
    const state = this.playhead.stateOf(this.pointed);
    this.elements.announce.textContent = this.taskName(this.pointed) + ", " + STATE_TEXT[state?.state ?? 0];
  }

  bind() {
    const { stage, tip, scrubber, speed, live, play, reverse, back, forward } = this.elements;
    stage.addEventListener("pointermove", (event) => this.point(event.offsetX, event.offsetY));
    stage.addEventListener("pointerleave", () => {
      this.pointed = null;
      tip.hidden = true;
      stage.style.cursor = "";
    });
    stage.addEventListener("click", (event) => {
      const hit = this.taskAt(event.offsetX, event.offsetY);
      this.select(hit?.task ?? null);
    });
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.pointed !== null) this.select(this.pointed);
    });
    scrubber.addEventListener("input", () => this.goToFraction(Number(scrubber.value)));
    scrubber.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      this.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 100 : 1));
    });
    speed.addEventListener("change", () => this.setSpeed(Number(speed.value)));
    live.addEventListener("click", () => this.isLive ? this.hold() : this.goLive());
    play.addEventListener("click", () => this.toggle());
    reverse.addEventListener("click", () => this.play(-1));
    back.addEventListener("click", () => this.step(-1));
    forward.addEventListener("click", () => this.step(1));
  }

  point(x, y) {
    const { stage, tip } = this.elements;
    const hit = this.taskAt(x, y);
    stage.style.cursor = hit ? "pointer" : "";
    this.pointed = hit?.task ?? null;
    tip.hidden = !hit;
    if (!hit) return;
    const state = this.playhead.stateOf(hit.task);
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const lines = [line("b", this.taskName(hit.task))];
    if (hit.end) lines.push(line("small", "ran for " + Format.duration(hit.end - hit.start)));
    if (state) {
      const where = state.state === STATE.running ? " on " + this.threadName(state.thread) : state.state === STATE.enqueued ? " on " + this.executorName(state.executor) : "";
      const since = state.since <= this.time ? ", for " + Format.duration(this.time - state.since) : "";
      lines.push(line("small", STATE_TEXT[state.state] + where + since));
    }
    const site = this.elements.colour.value === "site" ? this.keyOf(hit.task) : "";
    if (site && site !== "not known") lines.push(line("small", "created in " + site));
    tip.replaceChildren(...lines);
    const left = Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8);
    const top = y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 12 : y + 18;
    tip.style.transform = "translate(" + Math.max(4, left) + "px, " + Math.max(4, top) + "px)";
  }

  // What is said beside the picture, a few times a second.

  tell() {
    const { elements, timeline, playhead, snapshot } = this;
    const known = playhead.count;
    const live = snapshot?.figures.tasksLive;
    const data = document.documentElement.dataset;
    data.events = timeline.end;
    data.position = playhead.position;
    data.shown = this.shown;
    const isEmpty = timeline.end === timeline.first;
    const refusal = snapshot?.unavailable?.transitions ?? snapshot?.unavailable?.events;
    const summary = this.isLive
      ? isEmpty ? (refusal ? "No transitions: " + refusal : "Waiting for transitions; nothing has moved so far.")
        : Format.compact(this.rate) + " transitions/s; live, " + Format.duration(this.delay) + " behind"
      : "Held: " + Format.duration(timeline.endTime - timeline.startTime) + ", " + Format.plural(timeline.end - timeline.first, "transition");
    const of = Math.max(known, this.isLive ? live ?? 0 : 0);
    const honest = [
      this.shown < of ? "showing " + Format.count(this.shown) + " of " + Format.count(of) + " tasks"
        : of > 0 ? "showing " + (of === 1 ? "the only task" : "all " + Format.count(of) + " tasks") : "",
      this.isLive && this.rate > 120 ? "each frame is one moment: most changes are too short to see; choose a slower speed" : "",
      timeline.lost > 0 ? Format.plural(timeline.lost, "transition") + " lost" : "",
      timeline.late > 0 ? Format.count(timeline.late) + " came late and are drawn later" : "",
      timeline.forgotten > 0 ? Format.plural(timeline.forgotten, "task") + " left out" : "",
    ].filter(Boolean).join(" · ");
    Scheduler.write(elements.summary, summary);
    Scheduler.write(elements.honest, honest);
    this.tellTransport(isEmpty);
    this.tellLegend();
    const name = "Threads: " + playhead.running.size + " run a task. Queues: "
      + (this.queueRank ?? []).slice(0, 6).map((identity) => this.executorName(identity) + " " + (playhead.queues.get(identity)?.size ?? 0)).join(", ")
      + ". Waiting: " + [...playhead.waiting.values()].reduce((sum, set) => sum + set.size, 0) + ". " + honest;
    elements.stage.setAttribute("aria-label", name);
  }

  tellTransport(isEmpty) {
    const { elements, timeline, playhead } = this;
    const isRunning = this.isLive || this.direction !== 0;
    elements.play.dataset.running = String(isRunning);
    elements.play.setAttribute("aria-label", isRunning ? "Hold" : "Play");
    elements.reverse.setAttribute("aria-pressed", String(!this.isLive && this.direction < 0));
    const { startTime, endTime } = timeline;
    const fraction = isEmpty ? 1 : Math.min(1, Math.max(0, (this.time - startTime) / (endTime - startTime || 1)));
    if (document.activeElement !== elements.scrubber || this.direction !== 0 || this.isLive || this.stepped) elements.scrubber.value = String(fraction);
    let text = isEmpty ? "" : "Recorded: the last " + Format.duration(endTime - startTime) + ". Hold, or choose a speed, to look at it closely.";
    if (!this.isLive) {
      const number = playhead.position - 1;
      const isSkipping = performance.now() - this.skippedAt < 900 && this.direction !== 0;
      text = Format.duration(endTime - this.time) + " before the end · transition " + Format.count(number - timeline.first + 1) + " of " + Format.count(timeline.end - timeline.first)
        + (isSkipping ? " · " + this.skippedText : this.describe(number) ? " · " + this.describe(number) : "");
    }
    Scheduler.write(elements.text, text);
    elements.scrubber.setAttribute("aria-valuetext", text);
    this.drawDensity();
  }

  /// How many transitions there are along the scrubber.
  drawDensity() {
    const { timeline } = this;
    const canvas = this.elements.density;
    const width = Math.floor(canvas.clientWidth);
    if (width === 0) return;
    const context = Canvas.fit(canvas);
    context.clearRect(0, 0, width, canvas.clientHeight);
    const { startTime, endTime } = timeline;
    if (!(endTime > startTime)) return;
    const counts = [];
    let before = timeline.first;
    const step = 3;
    for (let x = step; x <= width; x += step) {
      const upTo = timeline.after(startTime + ((endTime - startTime) * x) / width);
      counts.push(upTo - before);
      before = upTo;
    }
    const most = Math.max(...counts, 1);
    context.fillStyle = Theme.colours.accent;
    context.globalAlpha = 0.4;
    counts.forEach((count, index) => {
      const height = (count / most) * (canvas.clientHeight - 8);
      if (count) context.fillRect(index * step, canvas.clientHeight - Math.max(height, 1) - 2, step - 1, Math.max(height, 1));
    });
  }

  tellLegend() {
    const counts = new Map();
    for (const task of this.order) {
      const key = this.keyOf(task, this.playhead.stateOf(task)?.executor);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Those that were there stay, so that the legend does not jump at each frame.
    this.legend ??= new Map();
    const by = this.elements.colour.value;
    if (by !== this.legendBy) this.legend.clear();
    this.legendBy = by;
    const now = performance.now();
    for (const key of counts.keys()) this.legend.set(key, now);
    for (const [key, seen] of this.legend) {
      if (now - seen > 10000 || (/^0x/.test(key) && !counts.has(key))) this.legend.delete(key);
    }
    const keys = [...this.legend.keys()].slice(0, 14);
    const signature = keys.join("\n") + this.legend.size + Theme.choice + Theme.palette[0];
    if (signature === this.legendSignature) return;
    this.legendSignature = signature;
    const items = keys.map((key) => {
      const item = document.createElement("span");
      item.style.setProperty("--swatch", this.colour(key));
      item.title = key;
      item.append(document.createElement("i"), key);
      return item;
    });
    if (this.legend.size > keys.length) items.push(Object.assign(document.createElement("span"), { textContent: "and " + (this.legend.size - keys.length) + " more; colours repeat after " + Theme.palette.length }));
    this.elements.legend.replaceChildren(...items);
  }

  static write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
}
