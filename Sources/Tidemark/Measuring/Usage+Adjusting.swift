package import TidemarkBaselines

extension Usage {
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
