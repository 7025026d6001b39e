extension Usage {
  /// Returns the worst of two usages, metric by metric: a test's figure is its worst case's.
  ///
  /// A figure that one could not measure is unavailable, and one that belongs to the whole process
  /// in one does so in the result: wrong is worse than absent.
  package func worst(_ other: Usage) -> Usage {
    var result = self
    result.figures.merge(other.figures) { $0.merged(with: $1, by: max) }
    result.leakedTasks += other.leakedTasks
    result.leakedThreads += other.leakedThreads
    result.leakedFiles += other.leakedFiles
    result.callSites = worstSites(other)
    result.unattributed.add(other.unattributed)
    for loss in other.losses { result.losses.add(loss) }
    result.ranAlone = ranAlone && other.ranAlone
    return result
  }

  /// Returns the sum of two usages, metric by metric, as of threads that did one thing together.
  package func sum(_ other: Usage) -> Usage {
    var result = worst(other)
    result.figures = figures.merging(other.figures) { $0.merged(with: $1, by: +) }
    return result
  }
}

extension Figure {
  /// Returns a figure made of two; a missing one wins, since nothing is known of both together.
  fileprivate func merged(with other: Figure, by merge: (Int, Int) -> Int) -> Figure {
    switch (self, other) {
    case (.unavailable, _): self
    case (_, .unavailable): other
    case (.measured(let left), .measured(let right)): .measured(merge(left, right))
    case (.measured(let left), .shared(let right)), (.shared(let left), .measured(let right)),
      (.shared(let left), .shared(let right)):
      .shared(merge(left, right))
    }
  }
}

extension Unattributed {
  /// Adds what belongs to no test elsewhere.
  package mutating func add(_ other: Unattributed) {
    tasks += other.tasks
    allocations += other.allocations
    bytes += other.bytes
  }
}

extension [Loss] {
  /// Adds a loss to those of the same kind.
  package mutating func add(_ loss: Loss) {
    if let index = firstIndex(where: { $0.what == loss.what }) {
      self[index].count += loss.count
    } else {
      append(loss)
    }
  }
}
