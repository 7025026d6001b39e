extension Policy.Rule {
  /// Returns the rule that holds when a policy says nothing.
  ///
  /// * Exact metrics have no tolerance.
  /// * Bounded ones may pass their band by half its own width. A band of one figure has no
  ///   slack, so one hop more is found; a band that was seen to vary over a few runs has not
  ///   shown its ends yet, and without slack one run in six would pass it by chance.
  /// * Toolchain ones may rise by less than 5 %, or by a few blocks or bytes where 5 % is less
  ///   than that: a hash table that grows one step earlier is no regression.
  /// * Noisy ones are not compared. A policy that asks for it gets 50 %, and the figures are
  ///   then recorded under the environment with the pool's width.
  static func standard(for metric: Metric, stability: Stability) -> Policy.Rule {
    switch stability {
    case .exact: Policy.Rule(Tolerance())
    case .bounded: Policy.Rule(Tolerance(spread: 50))
    case .toolchain:
      Policy.Rule(Tolerance(relative: 5, absolute: floors[metric] ?? 0, spread: 50))
    case .noisy: Policy.Rule(Tolerance(relative: 50, spread: 50), compare: .never)
    }
  }

  // Two blocks are 5 % of 40, so a rise of 5 % is found from there on. Peaks and what is left
  // behind are measured in usable sizes, which the allocator rounds up by block. Leaked blocks
  // and objects have no floor, or one leaked buffer would pass.
  private static let floors: [Metric: Int] = [
    .heapAllocations: 2, .objectsAllocated: 2, .heapBytesAllocated: 256,
    .heapPeakBytes: 2048, .heapLeakedBytes: 256,
  ]
}
