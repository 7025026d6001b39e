/// Sums of what a process says of itself: one that is damaged or means harm says anything.
extension FixedWidthInteger {
  /// Returns the sum, or the bound that it is beyond.
  package func addingClamped(_ other: Self) -> Self {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }
}

extension Sequence where Element: FixedWidthInteger {
  /// The sum, or the bound that it is beyond.
  package var clampedSum: Element { reduce(0) { $0.addingClamped($1) } }
}
