extension BaselineRecorder {
  /// What becomes of the bands that are there already.
  public enum Merging: Hashable, Sendable {
    /// A band stays as long as the figures are within its tolerance. Figures above it widen it
    /// when they overlap it and replace it when they do not; figures below it replace it.
    case keeping
    /// A band stays as long as the figures are within its tolerance, and is widened to take them
    /// in when they are not. It is never narrowed, moved or replaced.
    case widening
    /// A band is replaced by what the runs saw.
    case replacing
  }

  /// Returns the band to keep.
  ///
  /// - Parameters:
  ///   - seen: The lowest and the highest figure of the runs.
  ///   - old: The band that is there.
  ///   - tolerance: How far a figure may leave the band without being a finding.
  ///   - runs: How many runs have a figure.
  func merge(
    _ seen: Band, into old: Band, _ tolerance: Tolerance, runs: Int, _ merging: Merging
  ) -> Band {
    let isAbove = seen.high > tolerance.highest(over: old)
    let isBelow = seen.low < tolerance.lowest(under: old)
    let union = Band(min(seen.low, old.low), max(seen.high, old.high))
    switch merging {
    case .replacing: return seen
    case .widening: return isAbove || isBelow ? union : old
    case .keeping: break
    }
    let width = old.high - old.low
    if isAbove {
      if seen.low <= old.high { return union }
      // A figure that was seen to vary does not stop varying because few runs were made.
      let isWell = runs >= Self.defaultRuns
      return isWell ? seen : Band(min(seen.low, seen.high - width), seen.high)
    }
    // One run, as after a check that found nothing to run again, says nothing of the variation.
    if isBelow { return runs > 1 ? seen : Band(seen.low, seen.low + width) }
    return old
  }
}
