/// The marks of all tests of one suite: the content of one baseline file.
///
/// ```json
/// {
///   "format": 1,
///   "tests": {
///     "refresh()": {
///       "environments": {
///         "linux-x86_64/6.3/debug/parallel": {
///           "heap.allocations": [1204, 1210],
///           "sites": {
///             "tasks.created": {
///               "Feed.prefetch()": 4,
///               "Feed.refresh()": [6, 2]
///             }
///           }
///         }
///       },
///       "exact": {
///         "tasks.created": 12
///       }
///     }
///   }
/// }
/// ```
///
/// The sites name the functions that created tasks, hopped and allocated, with a figure for each of
/// their lines in order; nothing is held against them, they tell what grew when a figure rises.
///
/// Figures are whole numbers in base units. A key that is not known, at any level, survives a
/// rewrite. There is no host, date, path or line in a file.
public struct Baseline: Hashable, Sendable {
  /// The newest format that this version reads, and the one it writes.
  public static let format = 1
  /// The largest file that is read, in bytes.
  public static let maximumSize = 16 << 20

  /// The marks of each test, by the test's name.
  public var entries: [String: BaselineEntry]
  /// What stands beside the tests and is not known.
  package var unknown: JSONObject

  /// Creates a baseline.
  public init(entries: [String: BaselineEntry] = [:]) {
    self.entries = entries
    unknown = JSONObject()
  }

  /// The metric names that this version does not know, in order, each once.
  public var unknownMetrics: [String] {
    var names: Set<String> = []
    for entry in entries.values where !entry.unknown.isEmpty {
      names.formUnion(entry.unknown["exact"]?.object?.members.map(\.key) ?? [])
      names.formUnion(entry.unknown["demoted"]?.object?.members.map(\.key) ?? [])
      for section in entry.unknown["environments"]?.object?.members ?? [] {
        for member in section.value.object?.members ?? [] {
          // The sites are an object of metrics themselves.
          let isSites = member.key == "sites"
          names.formUnion(
            isSites ? member.value.object?.members.map(\.key) ?? [] : [member.key])
        }
      }
    }
    return names.sorted()
  }
}
