/// A benchmark of an executable product.
struct BenchmarkName: Hashable, Comparable {
  var product: String
  /// The name that the engine gives to the run, arguments and options included.
  var name: String

  static func < (left: Self, right: Self) -> Bool {
    (left.product, left.name) < (right.product, right.name)
  }
}
