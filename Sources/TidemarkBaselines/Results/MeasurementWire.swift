/// One measurement as result and pending files write it.
///
/// Metrics are keyed by name; a name that this version does not know is left out when read.
struct MeasurementWire: Codable {
  var test: TestIdentity
  var library: TestLibrary
  var location: TestLocation?
  var figures: [String: FigureWire]
  var leakedTasks: [LeakedTask]?
  var leakedThreads: [LeakedThread]?
  var leakedFiles: [LeakedFile]?
  var callSites: [CallSiteWire]?
  var unattributed: Unattributed?
  var losses: [Loss]?
  var ranAlone: Bool
  var limits: [LimitWire]?
  var usesBaseline: Bool

  init(encoding measurement: TestMeasurement) {
    let usage = measurement.usage
    test = measurement.identity
    library = measurement.library
    location = measurement.location
    figures = [:]
    for (metric, figure) in usage.figures {
      figures[metric.name] = FigureWire(encoding: figure)
    }
    leakedTasks = usage.leakedTasks.nonEmpty
    leakedThreads = usage.leakedThreads.nonEmpty
    leakedFiles = usage.leakedFiles.nonEmpty
    callSites = usage.callSites.map(CallSiteWire.init(encoding:)).nonEmpty
    unattributed = usage.unattributed == Unattributed() ? nil : usage.unattributed
    losses = usage.losses.nonEmpty
    ranAlone = usage.ranAlone
    limits = measurement.limits.map(LimitWire.init(encoding:)).nonEmpty
    usesBaseline = measurement.usesBaseline
  }

  var measurement: TestMeasurement {
    var values: [Metric: Figure] = [:]
    for (name, wire) in figures {
      if let metric = Metric(name: name) { values[metric] = wire.figure }
    }
    let usage = Usage(
      figures: values, leakedTasks: leakedTasks ?? [], leakedThreads: leakedThreads ?? [],
      leakedFiles: leakedFiles ?? [], callSites: (callSites ?? []).compactMap(\.site),
      unattributed: unattributed ?? Unattributed(), losses: losses ?? [], ranAlone: ranAlone)
    return TestMeasurement(
      identity: test, library: library, location: location, usage: usage,
      limits: (limits ?? []).compactMap(\.limit), usesBaseline: usesBaseline)
  }
}

extension Array {
  fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
