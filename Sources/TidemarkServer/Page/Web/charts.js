"use strict";

// The charts: what each shows, and how one is drawn.

/// A bound of a class of durations: what was counted lies below it.
function belowText(bound) {
  if (bound === Infinity) return "≥\u202f" + Format.duration(Histogram.lower(Histogram.count - 1));
  return Number.isFinite(bound) ? "<\u202f" + Format.duration(bound) : "–";
}

const CHARTS = [
  {
    id: "cpu", title: "Processor", unit: "of one core, in the last interval", format: Format.percent,
    series: [["cpu", "total", "s1"], ["cpuUser", "user", "s3"], ["cpuSystem", "kernel", "s2"]], fill: "cpu",
  },
  {
    id: "tasks", title: "Tasks", unit: "now", format: Format.count, axis: Format.compact,
    series: [["tasksLive", "live", "s1"], ["tasksRunning", "running", "s3"], ["tasksEnqueued", "enqueued", "s2"], ["tasksSuspended", "suspended", "s4"]],
  },
  {
    id: "activity", title: "Activity", unit: "per second", format: Format.rate,
    series: [["jobsRun", "jobs run", "s1"], ["hops", "hops", "s4"], ["created", "tasks created", "s3"], ["timersPending", "pending timers (now)", "s2", Format.count]],
  },
  {
    id: "queue", title: "Queue depth", unit: "tasks that wait for a thread", format: Format.count, axis: Format.compact,
    series: [["queueGlobal", "global", "s1"], ["queueMain", "main", "s2"], ["queueActors", "actors", "s3"], ["queueCustom", "custom", "s4"]],
  },
  {
    id: "latency", title: "Queue latency", unit: "enqueued to run; log scale", format: belowText, axis: Format.duration, log: true, isQuantile: true,
    series: [["latency50", "p50", "s1"], ["latency99", "p99", "s5"]],
  },
  {
    id: "run", title: "Run time", unit: "of a job on a thread; log scale", format: belowText, axis: Format.duration, log: true, isQuantile: true,
    series: [["run50", "p50", "s1"], ["run99", "p99", "s5"]],
  },
  {
    id: "threads", title: "Threads", unit: "alive", format: Format.count, axis: Format.compact,
    series: [["threads", "process", "s1"], ["poolThreads", "cooperative pool", "s3"]],
  },
  {
    id: "memory", title: "Memory", unit: "in use", format: Format.bytes, isBytes: true,
    series: [["resident", "resident set", "s1"], ["heapInUse", "heap in use", "s3"]],
  },
  {
    id: "allocation", title: "Allocation", unit: "per second", format: Format.byteRate, isBytes: true,
    series: [["bytesAllocated", "bytes", "s1"], ["allocations", "blocks", "s2", Format.rate, "aside"]],
  },
];

/// Where the lines of an axis from 0 to at least `high` lie: 3 to 5 of them, at round figures.
function axisTicks(high, isBytes = false) {
  if (!(high > 0)) return { top: 1, ticks: [0, 1] };
  const base = isBytes ? 1024 ** Math.floor(Math.log(high) / Math.log(1024)) : 1;
  const scaled = high / base;
  const power = 10 ** Math.floor(Math.log10(scaled / 3));
  const factor = [1, 2, 5, 10].find((factor) => scaled / (factor * power) <= 4) ?? 10;
  let step = factor * power * base;
  if (!isBytes && high >= 1 && step < 1 && high <= 4) step = 1;
  const ticks = [];
  for (let n = 0; n < Math.ceil(high / step - 1e-9) + 1; n += 1) ticks.push(n * step);
  return { top: ticks[ticks.length - 1], ticks };
}

/// The powers of ten from at most `low` to at least `high`.
function logTicks(low, high) {
  const first = Math.floor(Math.log10(Math.max(low, 1)));
  const last = Math.max(Math.ceil(Math.log10(Math.max(high, 1))), first + 1);
  const every = last - first > 5 ? 2 : 1;
  const ticks = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  return { bottom: 10 ** first, top: 10 ** last, ticks };
}

/// The smallest, the largest and the last of a column between two samples; NaN where there is none.
function extent(samples, column, from, to) {
  let low = Infinity;
  let high = -Infinity;
  for (let index = from; index < to; index += 1) {
    const value = samples.value(column, index);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high === -Infinity ? { low: NaN, high: NaN } : { low, high };
}

class Chart {
  constructor(spec, board) {
    this.spec = spec;
    this.board = board;
    this.hidden = new Set();
    this.build();
  }

  build() {
    const { spec } = this;
    const card = (this.card = document.createElement("article"));
    card.className = "card";
    card.dataset.chart = spec.id;
    card.innerHTML = '<div class="card-head"><h2></h2><span class="unit"></span><span class="at"></span></div>'
      + '<div class="plot"><canvas tabindex="0" role="img"></canvas><p class="absent" hidden><span></span></p></div>'
      + '<table class="legend-table"><thead><tr><th scope="col"><span class="sr">Figure</span></th><th scope="col" class="current">current</th><th scope="col">min</th><th scope="col">max</th></tr></thead><tbody></tbody></table>';
    card.querySelector("h2").textContent = spec.title;
    card.querySelector(".unit").textContent = spec.unit;
    this.at = card.querySelector(".at");
    this.currentHead = card.querySelector(".current");
    this.canvas = card.querySelector("canvas");
    this.absent = card.querySelector(".absent");
    const body = card.querySelector("tbody");
    this.rows = spec.series.map(([column, label, colour]) => {
      const row = body.insertRow();
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.title = "Show or hide " + label;
      button.style.setProperty("--swatch", "var(--" + colour + ")");
      button.append(document.createElement("i"), Object.assign(document.createElement("span"), { textContent: label }));
      row.insertCell().append(button);
      const cells = ["value", "quiet-value", "quiet-value"].map((name) => {
        const cell = row.insertCell();
        cell.className = name;
        return cell;
      });
      button.addEventListener("click", () => {
        if (!this.hidden.delete(column)) this.hidden.add(column);
        button.setAttribute("aria-pressed", String(!this.hidden.has(column)));
        this.board.draw();
      });
      return { column, cells };
    });
    const point = (event) => this.board.hover(this.wallAtX(event.offsetX));
    this.canvas.addEventListener("pointermove", point);
    this.canvas.addEventListener("pointerdown", point);
    this.canvas.addEventListener("pointerleave", () => this.board.hover(null));
    this.canvas.addEventListener("blur", () => this.board.hover(null));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      this.board.move((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
    });
  }

  get area() {
    return { left: 52, right: this.canvas.clientWidth - 8, top: 8, bottom: this.canvas.clientHeight - 20 };
  }

  wallAtX(x) {
    const { left, right } = this.area;
    const { from, to } = this.board.span;
    return from + ((x - left) / (right - left)) * (to - from);
  }

  draw() {
    const { spec, board } = this;
    const { samples, span } = board;
    const context = Canvas.fit(this.canvas);
    const { left, right, top, bottom } = this.area;
    const colours = Theme.colours;
    const first = Math.max(samples.first, samples.indexAt(span.from) - 1);
    const last = board.last;
    const shown = spec.series.filter(([column]) => !this.hidden.has(column));
    const extents = Object.fromEntries(spec.series.map(([column]) => [column, extent(samples, column, samples.indexAt(span.from), last)]));
    // A second unit has a scale of its own, and says so in its legend.
    const main = shown.filter((series) => series[4] !== "aside");
    const highest = Math.max(0, ...main.map(([column]) => extents[column].high).filter(Number.isFinite));
    const lowest = Math.min(...main.map(([column]) => extents[column].low).filter(Number.isFinite));
    const axis = spec.log ? logTicks(Number.isFinite(lowest) ? lowest / 2 : 1e3, highest || 1e6) : axisTicks(highest, spec.isBytes);
    const y = (value, top_ = axis.top) => spec.log
      ? bottom - (Math.log10(Math.max(value, axis.bottom) / axis.bottom) / Math.log10(axis.top / axis.bottom)) * (bottom - top)
      : bottom - (value / top_) * (bottom - top);
    const x = (wall) => left + ((wall - span.from) / (span.to - span.from)) * (right - left);

    context.clearRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    context.font = "11px " + Theme.font;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const tick of axis.ticks) {
      const at = Math.round(y(tick)) + 0.5;
      context.strokeStyle = colours.line;
      context.beginPath();
      context.moveTo(left, at);
      context.lineTo(right, at);
      context.stroke();
      context.fillStyle = colours.muted;
      context.fillText((spec.axis ?? spec.format)(tick), left - 7, at);
    }
    this.drawTimes(context, x, bottom, left, right);
    context.save();
    context.beginPath();
    context.rect(left, top - 4, right - left, bottom - top + 8);
    context.clip();
    this.drawGaps(context, x, first, last, top, bottom);
    for (const [column, , colour, , aside] of shown) {
      const top_ = aside ? axisTicks(extents[column].high).top : undefined;
      this.drawLine(context, column, colours[colour], x, (value) => y(value, top_), first, last, spec.fill === column ? bottom : null);
    }
    context.restore();
    this.drawHover(context, shown, extents, x, y, top, bottom, left, right);
    this.write(extents);
  }

  drawTimes(context, x, bottom, left, right) {
    const { from, to } = this.board.span;
    const seconds = (to - from) / 1e9;
    const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].find((step) => seconds / step <= Math.max(2, (right - left) / 80)) ?? 3600;
    const offset = new Date(to / 1e6).getTimezoneOffset() * 60;
    context.textBaseline = "top";
    context.textAlign = "center";
    context.fillStyle = Theme.colours.muted;
    const start = Math.ceil((from / 1e9 - offset) / step) * step + offset;
    for (let time = start; time * 1e9 <= to; time += step) {
      const at = x(time * 1e9);
      if (at < left + 18 || at > right - 18) continue;
      context.fillText(Format.clock(time * 1e9, step < 60), at, bottom + 6);
    }
  }

  drawGaps(context, x, first, last, top, bottom) {
    const { samples } = this.board;
    for (let index = Math.max(first, samples.first + 1); index < last; index += 1) {
      if (samples.isAfterGap(index)) Canvas.hatch(context, x(samples.wallAt(index - 1)), x(samples.wallAt(index)), top, bottom);
    }
    if (this.board.silentSince !== null) Canvas.hatch(context, x(this.board.silentSince), x(this.board.span.to), top, bottom);
  }

  drawLine(context, column, colour, x, y, first, last, floor) {
    const { samples } = this.board;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    let started = -1;
    let previous = 0;
    context.beginPath();
    const finish = (at) => {
      if (started < 0) return;
      if (started === at) context.arc(x(samples.wallAt(at)), y(samples.value(column, at)), 1.5, 0, 7);
      context.stroke();
      if (floor !== null && started !== at) {
        context.lineTo(x(samples.wallAt(at)), floor);
        context.lineTo(x(samples.wallAt(started)), floor);
        context.globalAlpha = 0.13;
        context.fill();
        context.globalAlpha = 1;
      }
      context.beginPath();
      started = -1;
    };
    for (let index = first; index < last; index += 1) {
      const value = samples.value(column, index);
      if (Number.isNaN(value) || samples.isAfterGap(index)) finish(previous);
      if (Number.isNaN(value)) continue;
      // A class without an upper bound is drawn at the top.
      const at = Math.max(y(value), 2);
      if (started < 0) {
        context.moveTo(x(samples.wallAt(index)), at);
        started = index;
      } else {
        context.lineTo(x(samples.wallAt(index)), at);
      }
      previous = index;
    }
    finish(previous);
  }

  drawHover(context, shown, extents, x, y, top, bottom, left, right) {
    const { samples, hovered } = this.board;
    if (hovered === null) return;
    const at = x(samples.wallAt(hovered));
    if (at < left || at > right) return;
    context.strokeStyle = Theme.colours.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, top);
    context.lineTo(Math.round(at) + 0.5, bottom);
    context.stroke();
    context.setLineDash([]);
    for (const [column, , colour, , aside] of shown) {
      const value = samples.value(column, hovered);
      if (Number.isNaN(value)) continue;
      context.fillStyle = Theme.colours[colour];
      context.strokeStyle = Theme.colours.panel;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at, Math.max(y(value, aside ? axisTicks(extents[column].high).top : undefined), 2), 4, 0, 7);
      context.fill();
      context.stroke();
    }
  }

  /// Writes the figures of the legend, those of the moment pointed at or the last ones.
  write(extents) {
    const { spec, board } = this;
    const { samples, hovered } = board;
    const at = hovered ?? board.last - 1;
    this.at.textContent = at >= 0 && hovered !== null ? Format.clock(samples.wallAt(at)) : "";
    this.currentHead.textContent = hovered !== null ? "then" : "current";
    const absent = spec.series.map(([column]) => samples.absent[column]);
    this.rows.forEach(({ column, cells }, index) => {
      const format = spec.series[index][3] ?? spec.format;
      const value = at >= samples.first && at < board.last ? samples.value(column, at) : NaN;
      const { low, high } = extents[column];
      const isAbsent = Number.isNaN(value) && Number.isNaN(high) && absent[index];
      const texts = isAbsent ? ["absent", "", ""] : [format(value), format(low), format(high)].map((text) => text.includes("–") ? "–" : text);
      texts.forEach((text, n) => {
        if (cells[n].textContent !== text) cells[n].textContent = text;
      });
      cells[0].title = isAbsent ? absent[index] : spec.isBytes && Number.isFinite(value) ? Format.count(value) + " B" : "";
    });
    const reasons = [...new Set(absent.filter(Boolean))];
    const all = absent.every((reason, index) => reason && Number.isNaN(extents[this.rows[index].column].high));
    const text = board.last === 0 ? "waiting for the first figures"
      : all ? "absent: " + reasons.join("; ")
      : spec.isQuantile && this.rows.every(({ column }) => Number.isNaN(extents[column].high)) && board.last - samples.first > 2
        ? "no job was timed in this range" : "";
    this.absent.hidden = text === "";
    this.absent.firstChild.textContent = text;
    const figures = this.rows.map(({ cells }, index) => spec.series[index][1] + " " + cells[0].textContent).join(", ");
    this.canvas.setAttribute("aria-label", spec.title + ", " + spec.unit + ": " + (text || figures));
  }
}

/// All charts: they share the time, the range and the moment pointed at.
class Board {
  constructor(samples, root) {
    this.samples = samples;
    this.range = 300;
    this.hovered = null;
    this.isPaused = false;
    this.silentSince = null;
    this.frozen = 0;
    this.charts = CHARTS.map((spec) => new Chart(spec, this));
    root.append(...this.charts.map((chart) => chart.card));
    new ResizeObserver(() => this.draw()).observe(root);
    Theme.listeners.push(() => this.draw());
  }

  /// One past the last sample to show.
  get last() {
    return this.isPaused ? Math.max(this.frozen, this.samples.first) : this.samples.end;
  }

  get span() {
    const { samples } = this;
    let to = this.last > 0 ? samples.wallAt(this.last - 1) : Date.now() * 1e6;
    if (this.silentSince !== null && !this.isPaused) to = Math.max(to, this.silentTo);
    // As long as there is less than the range, the charts show what there is, and at least a minute.
    const held = this.last > samples.first ? to - samples.wallAt(samples.first) : 0;
    return { from: to - Math.min(this.range * 1e9, Math.max(held, 60e9)), to };
  }

  pause(isPaused) {
    this.isPaused = isPaused;
    this.frozen = this.samples.end;
    this.draw();
  }

  hover(wall) {
    this.hovered = wall === null || this.last === 0 ? null : this.nearest(wall);
    this.draw();
  }

  nearest(wall) {
    const { samples } = this;
    const index = Math.min(samples.indexAt(wall), this.last - 1);
    const before = Math.max(index - 1, samples.first);
    return Math.abs(samples.wallAt(before) - wall) < Math.abs(samples.wallAt(index) - wall) ? before : index;
  }

  move(steps) {
    if (this.last === 0) return;
    const first = this.samples.indexAt(this.span.from);
    this.hovered = Math.min(Math.max((this.hovered ?? this.last - 1) + steps, first), this.last - 1);
    this.draw();
  }

  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      if (this.hovered !== null && this.hovered < this.samples.first) this.hovered = null;
      if (this.charts[0].canvas.clientWidth > 0) for (const chart of this.charts) chart.draw();
    });
  }
}
