/// A line as it is written: an object with one member, named after the kind of line.
struct ResultLineWire: Codable {
  struct Run: Codable {
    var format: Int
    var pid: Int32
    var library: TestLibrary?
    var environment: Environment
    var unavailable: [String: String]?
    var capabilities: [String]?
    var packageRoot: String?
  }

  struct End: Codable {
    var measured: Int
    var ran: Int?
    var unattributed: Unattributed
    var losses: [Loss]
    var problems: [String]?
  }

  /// The part of the first line that every format has.
  struct Probe: Codable {
    struct Run: Codable { var format: Int }
    var run: Run
  }

  var run: Run?
  var began: TestIdentity?
  var dropped: TestIdentity?
  var test: MeasurementWire?
  var end: End?

  init(encoding line: ResultLine) {
    switch line {
    case .run(let run):
      var unavailable: [String: String] = [:]
      for (metric, reason) in run.unavailable { unavailable[metric.name] = reason }
      self.run = Run(
        format: ResultLine.format, pid: run.pid, library: run.library,
        environment: run.environment, unavailable: unavailable, capabilities: run.capabilities,
        packageRoot: run.packageRoot)
    case .began(let test): began = test
    case .dropped(let test): dropped = test
    case .test(let measurement): test = MeasurementWire(encoding: measurement)
    case .end(let end):
      self.end = End(
        measured: end.measured, ran: end.ran, unattributed: end.unattributed, losses: end.losses,
        problems: end.problems)
    }
  }

  /// The line, or nil for a kind that this version does not know.
  var line: ResultLine? {
    if let run {
      var unavailable: [Metric: String] = [:]
      for (name, reason) in run.unavailable ?? [:] {
        if let metric = Metric(name: name) { unavailable[metric] = reason }
      }
      return .run(
        ResultRun(
          pid: run.pid, library: run.library, environment: run.environment,
          unavailable: unavailable, capabilities: run.capabilities ?? [],
          packageRoot: run.packageRoot))
    }
    if let began { return .began(began) }
    if let dropped { return .dropped(dropped) }
    if let test { return .test(test.measurement) }
    if let end {
      return .end(
        ResultEnd(
          measured: end.measured, ran: end.ran, unattributed: end.unattributed,
          losses: end.losses, problems: end.problems ?? []))
    }
    return nil
  }
}
