extension Comparison {
  /// Returns an outcome with the lines of code that made its figures rise.
  ///
  /// They come from the call sites of the measurement, which the re-runs of `confirm` bring along,
  /// and from those that the baseline keeps as a reference.
  ///
  /// - Parameters:
  ///   - outcome: The outcome of a test; without call sites it is returned as it is.
  ///   - entry: The test's marks, or nil when it has none.
  public func explain(_ outcome: TestOutcome, against entry: BaselineEntry?) -> TestOutcome {
    let sites = outcome.measurement.usage.callSites
    guard !sites.isEmpty, !outcome.findings.isEmpty else { return outcome }
    let attribution = Attribution(
      reference: entry.map(reference) ?? [:], paths: SourcePaths(root: root))
    var outcome = outcome
    for index in outcome.findings.indices {
      outcome.findings[index].causes = attribution.causes(
        of: outcome.findings[index], in: sites)
    }
    return outcome
  }

  private func reference(in entry: BaselineEntry) -> [Metric: SiteCounts] {
    var reference: [Metric: SiteCounts] = [:]
    for metric in SiteCounts.metrics {
      if let sites = entry.sites[key] {
        // A metric of which nothing was seen is not in the file, nor is what was left in use beside
        // other tests.
        let isKnown = !metric.isLeftBehindInHeap || entry.highest(of: metric, in: [key]) == 0
        reference[metric] = sites[metric] ?? (isKnown ? SiteCounts() : nil)
      } else if entry.highest(of: metric, in: [key, boundedKey]) == 0 {
        reference[metric] = SiteCounts()
      } else if metric.stability == .exact {
        // The same on every machine, so any machine's sites will do.
        let other = entry.sites.sorted { $0.key < $1.key }.first { $0.value[metric] != nil }
        reference[metric] = other?.value[metric]
      }
    }
    return reference
  }
}

extension BaselineEntry {
  /// Returns the highest figure that was recorded for a metric.
  fileprivate func highest(of metric: Metric, in sections: [String]) -> Int? {
    exact[metric] ?? sections.compactMap { environments[$0]?[metric]?.high }.max()
  }
}
