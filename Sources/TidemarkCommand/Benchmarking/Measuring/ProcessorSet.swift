import ArgumentParser

/// The processors that programs may run on, spelled as Linux does: `2,3` or `0-1,4`.
struct ProcessorSet: Hashable, CustomStringConvertible, ExpressibleByArgument {
  /// The largest number that a kernel has been built for.
  private static let largest = 8191

  /// The numbers.
  var numbers: Set<Int>

  init?(argument: String) {
    numbers = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last, last <= Self.largest
      else { return nil }
      numbers.formUnion(first...last)
    }
  }

  /// The numbers in order, neighbours as a range.
  var description: String {
    var ranges: [(Int, Int)] = []
    for number in numbers.sorted() {
      if let last = ranges.last, last.1 == number - 1 {
        ranges[ranges.count - 1].1 = number
      } else {
        ranges.append((number, number))
      }
    }
    return ranges.map { $0 == $1 ? "\($0)" : "\($0)-\($1)" }.joined(separator: ",")
  }

  /// The command that starts another one on these processors.
  var command: [String] { ["taskset", "-c", description] }
}
