"use strict";

// The threads: what each runs, and what it ran.

class Lanes {
  constructor(parts, dots) {
    const { timeline, playhead, names, transport } = parts;
    Object.assign(this, { timeline, playhead, names, transport, dots });
    this.runs = new Runs(parts);
    /// How much time is shown, in nanoseconds.
    this.window = 2e9;
  }

  /// The run at a point, or null.
  runAt(x, y) {
    return this.runs.at(x, y);
  }

  /// The threads in the order of the picture: the main one, the pool, others that ran something.
  get threads() {
    const { names, playhead } = this;
    const rank = (thread) => ({ main: 0, pool: 1, other: 2, user: 3 })[names.kindOfThread(thread)] ?? 2;
    return [...new Set([...playhead.threads, ...names.workers])]
      .filter((thread) => names.isAlive(thread) || playhead.knows(thread))
      .sort((a, b) => rank(a) - rank(b) || a - b);
  }

  draw(context, area) {
    const { threads, transport } = this;
    const rows = Layout.rows(area, threads.length, 22, 64, 44);
    const labelWidth = Math.min(118, area.width * 0.24);
    const strip = { left: area.x + labelWidth + 12, right: area.x + area.width - 46 };
    this.chooseWindow();
    const to = transport.moment;
    const span = { from: to - this.window, to };
    Label.title(context, area, "Threads", Format.count(this.playhead.running.size) + " of " + Format.count(threads.length) + " run a task"
      + (rows.shown < threads.length ? ", showing " + rows.shown : ""));
    Label.aside(context, "−" + Format.duration(this.window), strip.left, area.y + 34, "left");
    Label.aside(context, transport.isLive ? "now" : "here", strip.right + 2, area.y + 34);
    this.runs.begin();
    let budget = 40000;
    for (let index = 0; index < rows.shown; index += 1) {
      const row = rows.at(index);
      const middle = row.y + row.height / 2;
      const half = Math.min(row.height - 6, 36) / 2;
      const running = [...(this.playhead.running.get(threads[index]) ?? [])];
      this.drawName(context, threads[index], area.x + 12, middle, labelWidth - 4, running.length > 0);
      const tape = { ...strip, top: middle - half, bottom: middle + half };
      context.fillStyle = Theme.colours.panel;
      context.fillRect(tape.left, tape.top, tape.right - tape.left, 2 * half);
      budget = this.runs.draw(context, threads[index], span, tape, budget);
      this.drawHead(context, tape, middle, running);
    }
  }

  /// How much time the lanes show: eight seconds of the screen, less where that would be too much to draw.
  chooseWindow() {
    const { timeline, transport } = this;
    const wanted = Math.max(8e9 * transport.speed, 20e3) / (transport.isLive ? 4 : 1);
    const number = Math.max(timeline.first, this.playhead.position - 20000);
    const dense = number > timeline.first ? transport.time - timeline.timeOf(number) : Infinity;
    const target = Layout.roundWindow(Math.min(wanted, dense));
    // Wider again only when there is room to spare, so that it does not flicker.
    if (target < this.window || target > this.window * 2.4 || !transport.isLive) this.window = target;
  }

  drawName(context, thread, x, y, width, isRunning) {
    context.font = "12px " + Theme.font;
    context.textAlign = "left";
    context.fillStyle = isRunning ? Theme.colours.text : Theme.colours.muted;
    const name = this.names.thread(thread);
    // Where there is little room, a worker is told by its number.
    const isTooLong = this.names.kindOfThread(thread) === "pool" && context.measureText(name).width > width;
    context.fillText(Label.clip(context, isTooLong ? String(thread) : name, width), x, y);
  }

  /// The head of the tape, and what it runs.
  drawHead(context, tape, middle, running) {
    context.fillStyle = running.length ? Theme.colours.text : Theme.colours.line;
    context.fillRect(tape.right, tape.top - 2, 2, tape.bottom - tape.top + 4);
    running.forEach((task, n) => this.dots.place(task, tape.right + 18 + n * 5, middle, 8, { isAtOnce: this.transport.isLive }));
    if (running.length > 0) return;
    context.strokeStyle = Theme.colours.line;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(tape.right + 18, middle, 7, 0, 7);
    context.stroke();
  }
}
