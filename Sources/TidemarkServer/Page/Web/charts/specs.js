"use strict";

// The charts: what each shows, and how its figures are written.

/// A bound of a class of durations: what was counted lies below it.
function belowText(bound) {
  if (bound === Infinity) return "≥\u202f" + Format.duration(Histogram.lower(Histogram.count - 1));
  return Number.isFinite(bound) ? "<\u202f" + Format.duration(bound) : "–";
}

/// One line of a chart; with `isAside` it has a unit and a scale of its own.
function series(column, label, colour, { format, isAside = false } = {}) {
  return { column, label, colour, format, isAside };
}

const CHARTS = [
  {
    id: "cpu", title: "Processor", unit: "of one core, in the last interval", format: Format.percent, fill: "cpu",
    series: [series("cpu", "total", "s1"), series("cpuUser", "user", "s3"), series("cpuSystem", "kernel", "s2")],
  },
  {
    id: "tasks", title: "Tasks", unit: "now", format: Format.count, axis: Format.compact,
    series: [
      series("tasksLive", "live", "s1"), series("tasksRunning", "running", "s3"),
      series("tasksEnqueued", "enqueued", "s2"), series("tasksSuspended", "suspended", "s4"),
    ],
  },
  {
    id: "activity", title: "Activity", unit: "per second", format: Format.rate,
    series: [
      series("jobsRun", "jobs run", "s1"), series("hops", "hops", "s4"), series("created", "tasks created", "s3"),
      series("timersPending", "pending timers (now)", "s2", { format: Format.count }),
    ],
  },
  {
    id: "queue", title: "Queue depth", unit: "tasks that wait for a thread", format: Format.count, axis: Format.compact,
    series: [
      series("queueGlobal", "global", "s1"), series("queueMain", "main", "s2"),
      series("queueActors", "actors", "s3"), series("queueCustom", "custom", "s4"),
    ],
  },
  {
    id: "latency", title: "Queue latency", unit: "enqueued to run; log scale", format: belowText, axis: Format.duration, isLog: true, isQuantile: true,
    series: [series("latency50", "p50", "s1"), series("latency99", "p99", "s5")],
  },
  {
    id: "run", title: "Run time", unit: "of a job on a thread; log scale", format: belowText, axis: Format.duration, isLog: true, isQuantile: true,
    series: [series("run50", "p50", "s1"), series("run99", "p99", "s5")],
  },
  {
    id: "threads", title: "Threads", unit: "alive", format: Format.count, axis: Format.compact,
    series: [series("threads", "process", "s1"), series("poolThreads", "cooperative pool", "s3")],
  },
  {
    id: "memory", title: "Memory", unit: "in use", format: Format.bytes, isBytes: true,
    series: [series("resident", "resident set", "s1"), series("heapInUse", "heap in use", "s3")],
  },
  {
    id: "allocation", title: "Allocation", unit: "per second", format: Format.byteRate, isBytes: true,
    series: [
      series("bytesAllocated", "bytes", "s1"),
      series("allocations", "blocks", "s2", { format: Format.rate, isAside: true }),
    ],
  },
];
