extension TestMeasurement {
  /// Returns one measurement for each test, sorted by test, with the worst figures of its cases.
  ///
  /// A figure that one case could not measure is unavailable for the test, and one that belongs to
  /// the whole process in one case does so for the test: wrong is worse than absent.
  package static func merged(_ cases: [TestMeasurement]) -> [TestMeasurement] {
    Dictionary(grouping: cases, by: \.identity)
      .compactMap { _, cases in merge(cases) }
      .sorted { $0.identity < $1.identity }
  }

  private static func merge(_ cases: [TestMeasurement]) -> TestMeasurement? {
    guard var result = cases.first else { return nil }
    for other in cases.dropFirst() {
      result.location = result.location ?? other.location
      result.usesBaseline = result.usesBaseline || other.usesBaseline
      result.limits += other.limits.filter { !result.limits.contains($0) }
      result.usage.add(other.usage)
    }
    return result
  }
}

extension Usage {
  fileprivate mutating func add(_ other: Usage) {
    for (metric, figure) in other.figures {
      figures[metric] = figures[metric].map { Figure.worst($0, figure) } ?? figure
    }
    leakedTasks += other.leakedTasks
    leakedThreads += other.leakedThreads
    leakedFiles += other.leakedFiles
    callSites = worstSites(other)
    unattributed.tasks += other.unattributed.tasks
    unattributed.allocations += other.unattributed.allocations
    unattributed.bytes += other.unattributed.bytes
    for loss in other.losses {
      if let index = losses.firstIndex(where: { $0.what == loss.what }) {
        losses[index].count += loss.count
      } else {
        losses.append(loss)
      }
    }
    ranAlone = ranAlone && other.ranAlone
  }
}

extension Figure {
  fileprivate static func worst(_ left: Figure, _ right: Figure) -> Figure {
    switch (left, right) {
    case (.unavailable, _): left
    case (_, .unavailable): right
    case (.measured(let left), .measured(let right)): .measured(max(left, right))
    default: .shared(max(left.value ?? 0, right.value ?? 0))
    }
  }
}
