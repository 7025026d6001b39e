extension TestOutcome {
  /// Whether one run is enough to say that the test has left its marks.
  ///
  /// An exact figure is, and so is a limit in the test's code. A figure that is held against a band
  /// varies from run to run, and a band of a few runs has not shown its ends.
  package var isCertain: Bool {
    findings.contains { $0.isFailure && ($0.stability == .exact || $0.rule == Finding.limitRule) }
  }

  /// Whether there is something that can be made the test's marks.
  ///
  /// A limit in the test's code can only be changed there.
  package var isAcceptable: Bool {
    measurement.usesBaseline && findings.contains { $0.rule != Finding.limitRule }
  }

  /// Whether an exact metric has a mark and no figure, which a banded finding would hide.
  package func lacksExactFigure(of entry: BaselineEntry?) -> Bool {
    guard let entry, measurement.usesBaseline else { return false }
    return entry.exact.keys.contains { metric in
      guard entry.stability(of: metric) == .exact else { return false }
      switch measurement.usage.figures[metric] {
      case .measured, .shared: return false
      case .unavailable, nil: return true
      }
    }
  }
}
