#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The standard normal distribution.
package enum NormalDistribution {
  /// Returns the probability of a value of at most `z`.
  package static func cumulative(_ z: Double) -> Double { upperTail(-z) }

  /// Returns the probability of a value of at least `z`, precise far out in the tail as well.
  package static func upperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

  /// Returns the value that is exceeded with a probability between 0 and 1.
  package static func upperQuantile(_ probability: Double) -> Double {
    var low = -40.0
    var high = 40.0
    while true {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { return middle }
      if upperTail(middle) > probability { low = middle } else { high = middle }
    }
  }
}
