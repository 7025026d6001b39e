/// How often each function created a task, hopped or allocated when a baseline was recorded.
///
/// A function that does it in several lines has a figure for each, in the order of the lines. The
/// lines themselves are not kept, since they change with every edit above them.
public struct SiteCounts: Hashable, Sendable {
  /// The figures of each function, by its short name.
  public var functions: [String: [Int]]
  /// The sum of the figures of all other functions.
  public var rest: Int

  /// Creates counts.
  public init(functions: [String: [Int]] = [:], rest: Int = 0) {
    self.functions = functions
    self.rest = rest
  }
}

extension SiteCounts {
  /// The key of what is summed up.
  static let other = "other"

  /// The sum of all figures.
  var total: Int { functions.values.joined().reduce(rest, +) }

  /// Sums up all but the functions that are among the largest or a hundredth of the whole.
  func keepingLargest(_ most: Int) -> SiteCounts {
    let sums = functions.mapValues { $0.reduce(0, +) }
    let whole = total
    let order = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var result = self
    for (function, sum) in order.dropFirst(most) where sum * 100 < whole {
      result.functions[function] = nil
      result.rest += sum
    }
    return result
  }

  /// Returns how many of what was counted have to change to get from one to the other.
  func distance(to other: SiteCounts) -> Int {
    let names = Set(functions.keys).union(other.functions.keys)
    return names.reduce(abs(rest - other.rest)) { sum, function in
      let old = functions[function] ?? []
      let new = other.functions[function] ?? []
      let before = SiteTally.references(old, for: new)
      let moved = zip(before, new).reduce(0) { $0 + abs($1.0 - $1.1) }
      // What has no counterpart any more is gone.
      return sum + moved + old.reduce(0, +) - before.reduce(0, +)
    }
  }
}
