public import TidemarkBaselines

extension Limit {
  /// Creates a limit from any range, for example `...12`, `0...0` or `5...`.
  public init(_ metric: Metric, _ range: some RangeExpression<Int>) {
    switch range {
    case let range as ClosedRange<Int>:
      self.init(metric: metric, lowest: range.lowerBound, highest: range.upperBound)
    case let range as Range<Int>:
      self.init(metric: metric, lowest: range.lowerBound, highest: range.upperBound - 1)
    case let range as PartialRangeFrom<Int>:
      self.init(metric: metric, lowest: range.lowerBound)
    case let range as PartialRangeThrough<Int>:
      self.init(metric: metric, highest: range.upperBound)
    case let range as PartialRangeUpTo<Int>:
      self.init(metric: metric, highest: range.upperBound - 1)
    default:
      let bounds = range.relative(to: Int.min..<Int.max)
      self.init(metric: metric, lowest: bounds.lowerBound, highest: bounds.upperBound - 1)
    }
  }
}
