/// The arguments that a benchmark is run with, once for each combination.
public struct BenchmarkArguments: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case none
    case tuples([[Int]])
    case range(ClosedBounds, multiplier: Int)
    case denseRange(ClosedBounds, step: Int)
    case ranges([ClosedBounds], multiplier: Int)
    case product([[Int]])
  }

  /// Two ends that may be the wrong way round; a `ClosedRange` would end the process.
  struct ClosedBounds: Hashable, Sendable {
    var low: Int
    var high: Int
  }

  var kind: Kind
  var names: [String] = []

  /// No arguments: the benchmark is run once.
  public static let none = Self(kind: .none)

  /// One argument, with each of these values.
  public static func values(_ values: Int...) -> Self { Self(kind: .tuples(values.map { [$0] })) }

  /// Several arguments, with each of these combinations.
  public static func tuples(_ tuples: [[Int]]) -> Self { Self(kind: .tuples(tuples)) }

  /// One argument: the two ends, and the powers of the multiplier between them.
  public static func range(_ low: Int, _ high: Int, multiplier: Int = 8) -> Self {
    Self(kind: .range(ClosedBounds(low: low, high: high), multiplier: multiplier))
  }

  /// One argument, in steps of the same size.
  public static func denseRange(_ low: Int, _ high: Int, step: Int = 1) -> Self {
    Self(kind: .denseRange(ClosedBounds(low: low, high: high), step: step))
  }

  /// Several arguments: every combination of their ranges.
  public static func ranges(_ ranges: (Int, Int)..., multiplier: Int = 8) -> Self {
    let bounds = ranges.map { ClosedBounds(low: $0.0, high: $0.1) }
    return Self(kind: .ranges(bounds, multiplier: multiplier))
  }

  /// Several arguments: every combination of their values.
  public static func product(_ lists: [Int]...) -> Self { Self(kind: .product(lists)) }

  /// Returns these arguments with names, which reports put in front of the values.
  public func named(_ names: String...) -> Self {
    var result = self
    result.names = names
    return result
  }

  /// How many arguments each run gets.
  var count: Int {
    switch kind {
    case .none: 0
    case .tuples(let tuples): tuples.first?.count ?? 0
    case .range, .denseRange: 1
    case .ranges(let ranges, _): ranges.count
    case .product(let lists): lists.count
    }
  }

  /// What is wrong with the arguments, or nil.
  var problem: String? {
    if names.count > count {
      return "there are \(names.count) argument names for \(count) arguments"
    }
    switch kind {
    case .none: return nil
    case .tuples(let tuples):
      if tuples.isEmpty { return "the list of arguments is empty" }
      guard count > 0, tuples.allSatisfy({ $0.count == count }) else {
        return "the combinations of arguments are of different lengths, or empty"
      }
      return tuples.firstRepeated.map { "the arguments \($0) are there twice" }
    case .range(let bounds, let multiplier):
      return Self.problem(of: [bounds], multiplier: multiplier)
    case .ranges(let bounds, let multiplier):
      return Self.problem(of: bounds, multiplier: multiplier)
    case .denseRange(let bounds, let step):
      if step < 1 || step > Int32.max { return "the step is \(step); it has to be at least 1" }
      return bounds.problem
    case .product(let lists):
      guard !lists.isEmpty, lists.allSatisfy({ !$0.isEmpty }) else {
        return "a list of the product of arguments is empty"
      }
      return lists.lazy.compactMap(\.firstRepeated).first.map {
        "the argument \($0) is twice in a list of the product"
      }
    }
  }

  private static func problem(of bounds: [ClosedBounds], multiplier: Int) -> String? {
    if multiplier < 2 || multiplier > Int32.max {
      return "the range's multiplier is \(multiplier); it has to be at least 2"
    }
    if bounds.isEmpty { return "the list of ranges is empty" }
    return bounds.lazy.compactMap(\.problem).first
  }
}

extension BenchmarkArguments.ClosedBounds {
  var problem: String? {
    low <= high ? nil : "the range from \(low) to \(high) is empty"
  }
}
