/// The part of a policy that concerns one test.
package struct ResolvedPolicy: Hashable, Sendable {
  var adjustments: [Metric: [Policy.Adjustment]]

  /// Returns how a metric is compared.
  package func rule(for metric: Metric, stability: Stability) -> Policy.Rule {
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
