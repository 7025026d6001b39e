/// How far a figure may leave its mark before it is a finding.
///
/// The parts are alternatives, not a sum: a figure has to pass all of them to be a finding.
public struct Tolerance: Hashable, Sendable {
  /// A rise of this many percent is too much; counted from the low end of the band.
  public var relative: Double
  /// A rise of up to this much is let through, in the metric's base unit.
  public var absolute: Int
  /// A rise of up to this many percent of the band's own width is let through.
  public var spread: Double

  /// Creates a tolerance.
  public init(relative: Double = 0, absolute: Int = 0, spread: Double = 0) {
    self.relative = relative
    self.absolute = absolute
    self.spread = spread
  }

  /// Returns the highest figure that is let through.
  ///
  /// The relative part is counted from the low end, because noise only ever adds, and stops
  /// short of the full percentage: with 5 %, a rise of 5 % of every run is found.
  public func highest(over band: Band) -> Int {
    max(band.high.clampedAdding(slack(of: band)), relativeBound(over: band))
  }

  /// Returns the lowest figure that is let through.
  public func lowest(under band: Band) -> Int {
    max(0, band.low - max(slack(of: band), share(relative, of: band.low)))
  }

  /// Returns what sets the upper bound, in the words of a report.
  public func rule(over band: Band, unit: MetricUnit, stability: Stability) -> String {
    let slack = slack(of: band)
    if relative > 0, relativeBound(over: band) >= band.high.clampedAdding(slack) {
      return "limit +\(Self.text(relative)) %"
    }
    if slack > 0 { return "limit +\(FigureText.figure(slack, unit: unit))" }
    return stability == .exact ? "exact" : "recorded band"
  }

  private func relativeBound(over band: Band) -> Int {
    guard relative > 0 else { return band.high }
    let full = (Double(band.low) * (100 + relative) / 100).rounded(.up)
    return max(band.high, full < Double(Int.max / 2) ? Int(full) - 1 : Int.max / 2)
  }

  private func slack(of band: Band) -> Int {
    max(absolute, share(spread, of: band.high - band.low))
  }

  private func share(_ percent: Double, of value: Int) -> Int {
    let share = (Double(value) * percent / 100).rounded(.down)
    return share < Double(Int.max / 2) ? Int(share) : Int.max / 2
  }

  private static func text(_ percent: Double) -> String {
    percent == percent.rounded() && percent < 1e15 ? String(Int(percent)) : String(percent)
  }
}

extension Int {
  fileprivate func clampedAdding(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
