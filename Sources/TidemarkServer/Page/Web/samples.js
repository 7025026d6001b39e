"use strict";

// From two snapshots to the figures of the time between them, and the last of these in fixed memory.

/// The columns of the samples, and what each is made of.
///
/// `figure`: as it is; `rate`: per second since the look before; `scale` turns it into the unit shown.
const COLUMNS = {
  cpuUser: { rate: "cpuUser", scale: 1e-7 },
  cpuSystem: { rate: "cpuSystem", scale: 1e-7 },
  cpu: { rate: ["cpuUser", "cpuSystem"], scale: 1e-7 },
  tasksLive: { figure: "tasksLive" },
  tasksRunning: { figure: "tasksRunning" },
  tasksEnqueued: { figure: "tasksEnqueued" },
  tasksSuspended: { figure: "tasksSuspended" },
  timersPending: { figure: "timersPending" },
  jobsRun: { rate: "jobsRun" },
  hops: { rate: "hops" },
  created: { rate: "tasksCreated" },
  queueGlobal: { queue: "global" },
  queueMain: { queue: "main" },
  queueActors: { queue: "actor" },
  queueCustom: { queue: "custom" },
  latency50: { quantile: 0.5, subject: "queueLatency" },
  latency99: { quantile: 0.99, subject: "queueLatency" },
  run50: { quantile: 0.5, subject: "runTime" },
  run99: { quantile: 0.99, subject: "runTime" },
  threads: { figure: "threads" },
  poolThreads: { figure: "poolThreads" },
  heapInUse: { figure: "heapInUse" },
  resident: { figure: "resident" },
  bytesAllocated: { rate: "bytesAllocated" },
  allocations: { rate: "allocations" },
};

const COLUMN_NAMES = Object.keys(COLUMNS);

/// Returns the figures of the time between two snapshots of a process, and why others are absent.
///
/// Without an earlier one, or after a gap, there is no rate.
function measure(earlier, later) {
  const values = {};
  const absent = {};
  const seconds = earlier ? (later.time - earlier.time) / 1e9 : 0;
  const why = (name, otherwise) => later.unavailable?.[name] ?? otherwise;

  for (const [column, source] of Object.entries(COLUMNS)) {
    values[column] = NaN;
    if (source.figure) {
      const figure = later.figures[source.figure];
      if (figure === undefined || figure === null) {
        absent[column] = why(source.figure, "the process does not say it");
      } else {
        values[column] = figure;
      }
    } else if (source.rate) {
      const names = [source.rate].flat();
      const missing = names.find((name) => later.figures[name] === undefined || later.figures[name] === null);
      if (missing) {
        absent[column] = why(missing, "the process does not say it");
      } else if (seconds > 0) {
        const sum = (snapshot) => names.reduce((sum, name) => sum + snapshot.figures[name], 0);
        const change = sum(later) - sum(earlier);
        if (change >= 0) values[column] = (change / seconds) * (source.scale ?? 1);
      }
    } else if (source.queue) {
      const reason = why("executors", why("queued"));
      const executors = later.executors ?? [];
      if (reason && executors.length === 0) {
        absent[column] = reason;
      } else {
        values[column] = executors.reduce(
          (sum, executor) => (executor.kind === source.queue ? sum + executor.queued : sum), 0);
      }
    } else {
      const counted = Histogram.merge(later.histograms, source.subject);
      if (!counted) {
        absent[column] = why(source.subject, why("histograms", why("times", "no times have been taken yet")));
      } else {
        const before = earlier && (Histogram.merge(earlier.histograms, source.subject) ?? counted.map(() => 0));
        const difference = Histogram.difference(before, counted);
        const quantile = difference && Histogram.quantile(difference, source.quantile);
        if (quantile) values[column] = quantile.high;
      }
    }
  }
  return { values, absent };
}

/// The last samples, in memory that is taken once.
class Samples {
  constructor(capacity = 14400) {
    this.capacity = capacity;
    this.end = 0;
    this.time = new Float64Array(capacity);
    this.wall = new Float64Array(capacity);
    /// 1 where nothing is known of the time before the sample.
    this.gap = new Uint8Array(capacity);
    this.columns = Object.fromEntries(COLUMN_NAMES.map((name) => [name, new Float64Array(capacity)]));
    this.absent = {};
    this.snapshot = null;
    this.intervals = [];
    this.isRenewed = false;
    this.isPartial = false;
  }

  /// Another connection begins: its first look is at once, and the next one when it is time for all.
  renew() {
    this.isRenewed = true;
  }

  get first() {
    return Math.max(0, this.end - this.capacity);
  }

  /// The usual time between two samples in nanoseconds, from the last ones.
  get interval() {
    const sorted = [...this.intervals].sort((a, b) => a - b);
    return sorted.length ? sorted[sorted.length >> 1] : 1e9;
  }

  /// Keeps what a snapshot says; returns false for one that was seen before.
  ///
  /// One that comes too soon is no sample: what happened in a part of an interval is no measure of the others.
  push(snapshot) {
    const last = this.snapshot;
    const same = last && last.process.pid === snapshot.process.pid
      && Math.abs(last.process.started - snapshot.process.started) < 2e9;
    if (same && snapshot.time <= last.time) return false;
    const elapsed = last ? snapshot.time - last.time : 0;
    const gap = !same || (this.intervals.length >= 3 && elapsed > Math.max(3.5 * this.interval, 2.5e9));
    const isFirst = gap || this.isRenewed;
    this.isRenewed = false;
    if (!gap && elapsed < (this.isPartial ? 0.9 : 0.5) * Samples.usual) return true;
    this.isPartial = isFirst;
    const { values, absent } = measure(gap ? null : last, snapshot);
    if (!gap) {
      this.intervals.push(elapsed);
      if (this.intervals.length > 15) this.intervals.shift();
    }
    const at = this.end % this.capacity;
    this.time[at] = snapshot.time;
    this.wall[at] = snapshot.wallTime;
    this.gap[at] = gap ? 1 : 0;
    for (const name of COLUMN_NAMES) this.columns[name][at] = values[name];
    this.absent = absent;
    this.snapshot = snapshot;
    this.end += 1;
    return true;
  }

  value(column, index) {
    return this.columns[column][index % this.capacity];
  }

  timeAt(index) {
    return this.time[index % this.capacity];
  }

  wallAt(index) {
    return this.wall[index % this.capacity];
  }

  isAfterGap(index) {
    return this.gap[index % this.capacity] === 1;
  }

  /// The first sample, from `first` on, that is not before a moment on the wall.
  indexAt(wall) {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.wallAt(middle) < wall) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
/// The time between two looks that a server is asked for, in nanoseconds.
Samples.usual = 1e9;
