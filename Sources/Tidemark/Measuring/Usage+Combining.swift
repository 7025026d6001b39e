package import TidemarkBaselines

extension Usage {
  /// Returns the worst of two usages, metric by metric: a test's figure is its worst case's.
  package func worst(_ other: Usage) -> Usage {
    var result = self
    result.figures.merge(other.figures) { $0.worst($1) }
    result.leakedTasks += other.leakedTasks
    result.leakedThreads += other.leakedThreads
    result.leakedFiles += other.leakedFiles
    result.callSites = worstSites(other)
    result.unattributed.tasks += other.unattributed.tasks
    result.unattributed.allocations += other.unattributed.allocations
    result.unattributed.bytes += other.unattributed.bytes
    result.losses += other.losses
    result.ranAlone = ranAlone && other.ranAlone
    return result
  }

  /// Returns the sum of two usages, metric by metric, as of threads that did one thing together.
  package func sum(_ other: Usage) -> Usage {
    var result = worst(other)
    result.figures = figures.merging(other.figures) { $0.sum($1) }
    return result
  }

  /// Returns this usage less what the test library itself was seen to use, never below zero.
  package func subtracting(_ overhead: [Metric: Int]) -> Usage {
    var result = self
    for (metric, amount) in overhead {
      switch result.figures[metric] {
      case .measured(let value): result.figures[metric] = .measured(max(0, value - amount))
      case .shared(let value): result.figures[metric] = .shared(max(0, value - amount))
      case .unavailable, nil: break
      }
    }
    return result
  }

  /// Returns this usage with the figures of some metrics taken from another one.
  package func taking(_ metrics: [Metric], from other: Usage) -> Usage {
    var result = self
    for metric in metrics {
      result.figures[metric] = other.figures[metric]
    }
    result.callSites = other.callSites
    return result
  }
}

extension Figure {
  /// Returns the higher figure; a missing one wins, since a maximum over it is not known.
  func worst(_ other: Figure) -> Figure {
    switch (self, other) {
    case (.unavailable, _): self
    case (_, .unavailable): other
    case (.measured(let left), .measured(let right)): .measured(max(left, right))
    case (.measured(let left), .shared(let right)), (.shared(let left), .measured(let right)),
      (.shared(let left), .shared(let right)):
      .shared(max(left, right))
    }
  }

  /// Returns the sum; a missing figure wins, since a sum without it is not known.
  func sum(_ other: Figure) -> Figure {
    switch (self, other) {
    case (.unavailable, _): self
    case (_, .unavailable): other
    case (.measured(let left), .measured(let right)): .measured(left + right)
    case (.measured(let left), .shared(let right)), (.shared(let left), .measured(let right)),
      (.shared(let left), .shared(let right)):
      .shared(left + right)
    }
  }
}
