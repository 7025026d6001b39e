/// The correction of Holm for many tests at once.
///
/// Holding the adjusted values against a level keeps the probability of any false alarm, over all of
/// them, at most at that level, whatever depends on what.
package enum HolmCorrection {
  /// Returns the adjusted p-values in the order of the given ones.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var result = values
    var largest = 0.0
    for (place, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, Double(values.count - place) * values[index]))
      result[index] = largest
    }
    return result
  }
}
