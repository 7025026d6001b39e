/// A benchmark of an executable product.
struct BenchmarkName: Codable, Hashable, Comparable {
  var product: String
  /// The name that the engine gives to the run, arguments and options included.
  var name: String

  /// Returns an expression of the engine's that matches these names and no other, or nil when it
  /// would be longer than an argument of a program can be.
  static func pattern(_ names: some Sequence<String>) -> String? {
    let special: Set<Character> = [".", "[", "\\", "(", ")", "*", "+", "?", "{", "|", "^", "$"]
    let literals = names.sorted().map { name in
      name.map { special.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
    let pattern = "^(\(literals.joined(separator: "|")))$"
    return pattern.utf8.count < 100_000 ? pattern : nil
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.product, left.name) < (right.product, right.name)
  }
}
