/// One of the two sides of a comparison: what is run, and how.
struct Contender {
  /// What the report calls the side.
  var title: String
  /// The full name of the commit, for a side that is one.
  var commit: String?
  /// The executable of each product.
  var programs: [String: String] = [:]
  /// The variables that this side alone has.
  var environment: [String: String] = [:]
  /// The folder that the programs run in: that of the package.
  var directory: String
}

/// The place of a contender.
enum Side: String, Hashable, CaseIterable {
  /// What is compared with.
  case before
  /// What is judged.
  case after
}
