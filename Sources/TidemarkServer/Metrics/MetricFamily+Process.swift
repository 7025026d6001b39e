internal import TidemarkLive

extension MetricFamily {
  /// Returns what the system says of the process, under the names that are customary everywhere.
  static func process(_ snapshot: Snapshot) -> [MetricFamily] {
    let figures = snapshot.figures
    var time = MetricFamily(
      "process_cpu_seconds", .counter, unit: "seconds",
      "Processor time of the process, in user code and in the kernel.")
    if let user = figures.cpuUser, let system = figures.cpuSystem {
      time.samples = [Sample(value: Exposition.seconds(user + system))]
    }
    var resident = MetricFamily(
      "process_resident_memory_bytes", .gauge, unit: "bytes", "The resident set.")
    resident.add(figures.resident)
    var start = MetricFamily(
      "process_start_time_seconds", .gauge, unit: "seconds",
      "When the process started, in seconds since 1970.")
    start.samples = [Sample(value: Exposition.seconds(snapshot.process.started))]
    var threads = MetricFamily(
      "process_threads", .gauge, "Threads of the process, as the kernel counts them.")
    threads.add(figures.threads)
    var heap = MetricFamily("tidemark_heap_bytes", .gauge, unit: "bytes", "The heap in use.")
    heap.add(figures.heapInUse)
    var stopped = MetricFamily(
      "tidemark_stopped", .gauge, "1 while a signal has stopped the process.")
    stopped.add(snapshot.process.isStopped ? 1 : 0)
    var processors = MetricFamily(
      "tidemark_processors", .gauge, "Processors that the process may use.")
    processors.add(snapshot.process.processors)
    var identity = MetricFamily("tidemark_process", .info, "Which process it is.")
    identity.add(
      1, ("pid", String(snapshot.process.pid)), ("name", snapshot.process.name),
      ("user", snapshot.process.user))
    return [time, resident, start, threads, heap, stopped, processors, identity]
  }
}
