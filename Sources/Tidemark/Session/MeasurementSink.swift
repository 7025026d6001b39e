package import TidemarkBaselines

/// Where finished measurements go: the baselines, or a result file for the command line.
package protocol MeasurementSink: Sendable {
  /// Takes the start of a test's measurement.
  func began(_ identity: TestIdentity)

  /// Takes that a test which began is over and has no figures.
  func dropped(_ identity: TestIdentity)

  /// Takes a measurement. Returns the text to fail the test with, or nil when it may pass.
  func receive(_ measurement: TestMeasurement) -> String?

  /// Takes how much of what ran was measured, and what went wrong, at the end of the process.
  func finish(_ summary: SessionSummary)
}

/// What a test process has to say at its end.
package struct SessionSummary: Hashable, Sendable {
  /// How many tests were measured and, when known, how many ran, for each library that was seen.
  package var coverage: [Report.Coverage]
  /// What happened since the first measurement and belongs to no test.
  package var unattributed: Unattributed
  /// The failures of the harness itself.
  package var problems: [String]
}

/// Holds measurements against the limits in the tests' own code, and nothing else.
package struct LimitSink: MeasurementSink {
  /// Creates the sink.
  package init() {}

  /// Returns a line for every limit that is not kept.
  package func receive(_ measurement: TestMeasurement) -> String? {
    let broken = measurement.limits.compactMap { $0.breach(by: measurement.usage) }
    return broken.isEmpty ? nil : broken.joined(separator: "\n")
  }

  /// Does nothing.
  package func began(_ identity: TestIdentity) {}

  /// Does nothing.
  package func dropped(_ identity: TestIdentity) {}

  /// Does nothing.
  package func finish(_ summary: SessionSummary) {}
}

extension Limit {
  /// Returns what to say when a usage is outside the limit, or nil when it is inside.
  ///
  /// A figure that is unavailable, or belongs to the whole process, keeps no limit and breaks none.
  package func breach(by usage: Usage) -> String? {
    guard case .measured(let value) = usage.figures[metric] else { return nil }
    if let highest, value > highest {
      return "\(metric) is \(value), above the limit of \(highest)"
    }
    if let lowest, value < lowest {
      return "\(metric) is \(value), below the limit of \(lowest)"
    }
    return nil
  }
}
