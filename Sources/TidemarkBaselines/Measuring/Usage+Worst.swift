extension Usage {
  /// Returns the worst of two usages, metric by metric: a test's figure is its worst case's.
  ///
  /// A figure that one could not measure is unavailable, and one that belongs to the whole process
  /// in one does so in the result: wrong is worse than absent.
  package func worst(_ other: Usage) -> Usage {
    var result = self
    result.figures.merge(other.figures) { $0.worst($1) }
    result.leakedTasks += other.leakedTasks
    result.leakedThreads += other.leakedThreads
    result.leakedFiles += other.leakedFiles
    result.callSites = worstSites(other)
    result.unattributed.add(other.unattributed)
    for loss in other.losses { result.losses.add(loss) }
    result.ranAlone = ranAlone && other.ranAlone
    return result
  }
}

extension Figure {
  /// Returns the higher figure; a missing one wins, since a maximum over it is not known.
  fileprivate func worst(_ other: Figure) -> Figure {
    switch (self, other) {
    case (.unavailable, _): self
    case (_, .unavailable): other
    case (.measured(let left), .measured(let right)): .measured(max(left, right))
    case (.measured(let left), .shared(let right)), (.shared(let left), .measured(let right)),
      (.shared(let left), .shared(let right)):
      .shared(max(left, right))
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
