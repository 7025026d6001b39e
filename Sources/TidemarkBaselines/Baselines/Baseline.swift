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
  public var unknownMetrics: [String] { Set(unknownPlaces.map(\.metric)).sorted() }

  /// Where the first name stands that this version does not know, as a key of the file, or nil.
  var unknownPlace: (metric: String, key: String)? { unknownPlaces.min { $0.key < $1.key } }

  private var unknownPlaces: [(metric: String, key: String)] {
    entries.filter { !$0.value.unknown.isEmpty }.flatMap { test, entry in
      let place = "tests.\(test)"
      let marks = ["exact", "demoted"].flatMap { name in
        Self.names(in: entry.unknown[name], "\(place).\(name)")
      }
      let sections = entry.unknown["environments"]?.object?.members ?? []
      return sections.reduce(into: marks) { names, section in
        let place = "\(place).environments.\(section.key)"
        var bands = section.value.object
        // The sites are an object of metrics themselves.
        names += Self.names(in: bands?["sites"], "\(place).sites")
        bands?["sites"] = nil
        names += Self.names(in: bands.map { .object($0) }, place)
      }
    }
  }

  private static func names(
    in section: JSONValue?, _ place: String
  ) -> [(metric: String, key: String)] {
    section?.object?.members.map { ($0.key, "\(place).\($0.key)") } ?? []
  }
}
