/// What a policy changes for a test, in the order in which the changes apply.
struct ResolvedPolicy: Hashable, Sendable {
  var adjustments: [Metric: [Policy.Adjustment]]

  /// Returns how a metric is compared.
  func rule(for metric: Metric, stability: Stability) -> Policy.Rule {
    var rule = Policy.Rule.standard(for: metric, stability: stability)
    for adjustment in adjustments[metric] ?? [] {
      rule.tolerance.relative = adjustment.relative ?? rule.tolerance.relative
      rule.tolerance.absolute = adjustment.absolute ?? rule.tolerance.absolute
      rule.tolerance.spread = adjustment.spread ?? rule.tolerance.spread
      rule.compare = adjustment.compare ?? rule.compare
      rule.reason = adjustment.reason
    }
    return rule
  }
}
