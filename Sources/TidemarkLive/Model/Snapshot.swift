/// What an observed process is like at one moment.
///
/// A viewer on the same machine reads it from the ledger, one elsewhere gets it over HTTP, and a
/// recording holds a series of them: it is the same type, with the same names in JSON.
package struct Snapshot: Codable, Hashable, Sendable {
  /// The version of the layout; another one is refused by name.
  package static let currentVersion = 1

  package var version = currentVersion
  /// Nanoseconds on the monotonic clock of the observed machine.
  package var time: Int64
  /// The same moment as nanoseconds since 1970.
  package var wallTime: Int64
  package var process: ProcessDescription
  /// Nanoseconds in which figures, threads and queues were read, one after the other, where tasks moved
  /// meanwhile, so that they need not add up; nil where they are of one moment.
  package var within: Int64?
  package var figures: Figures
  /// The threads of the process that the probe knows.
  package var workers: [Worker]
  /// Executors that run something or have something to run; the global one always.
  package var executors: [ExecutorDescription]
  /// How long jobs waited and ran while times were asked for.
  package var histograms: [DurationHistogram]
  /// What could not be kept, by the name of the table; nothing when everything is there.
  package var losses: [String: Int]
  /// Why a figure is absent, by its name.
  package var unavailable: [String: String]

  package init(
    time: Int64, wallTime: Int64, process: ProcessDescription, figures: Figures = Figures(),
    workers: [Worker] = [], executors: [ExecutorDescription] = [],
    histograms: [DurationHistogram] = [], losses: [String: Int] = [:],
    unavailable: [String: String] = [:]
  ) {
    self.time = time
    self.wallTime = wallTime
    self.process = process
    self.figures = figures
    self.workers = workers
    self.executors = executors
    self.histograms = histograms
    self.losses = losses
    self.unavailable = unavailable
  }
}

/// Which process it is.
package struct ProcessDescription: Codable, Hashable, Sendable {
  package var pid: Int
  /// The name of the executable's file, and its path.
  package var name: String
  package var path: String
  /// The name of the user that the process runs as, or the number where there is no name.
  package var user: String
  /// When the process started, in nanoseconds since 1970.
  package var started: Int64
  /// How many processors the process may use.
  package var processors: Int
  /// Whether the process is stopped by a signal.
  package var isStopped: Bool

  package init(
    pid: Int, name: String, path: String, user: String, started: Int64, processors: Int,
    isStopped: Bool = false
  ) {
    self.pid = pid
    self.name = name
    self.path = path
    self.user = user
    self.started = started
    self.processors = processors
    self.isStopped = isStopped
  }
}
