import TidemarkBaselines

/// Spells tests as the regular expressions that `swift test --filter` takes.
enum RerunFilter {
  /// The number of tests from which whole suites are run, so that the command line stays short.
  static let limit = 500

  /// Returns filters that match some tests and, up to a limit, no others.
  static func patterns(for tests: [TestMeasurement]) -> [String] {
    if tests.count <= limit { return Set(tests.map(pattern)).sorted() }
    return Set(tests.map { suite($0.identity) }).sorted()
  }

  /// Returns the filter of one test.
  ///
  /// XCTest names a test `Module.Class/method`. Swift Testing names it `Module.Suite/Inner/test()`
  /// and may put the place in the source behind.
  static func pattern(for test: TestMeasurement) -> String {
    if test.identity.isPart { return function(test.identity) }
    var name = test.identity.name
    if test.library == .xctest {
      if name.hasSuffix("()") { name = String(name.dropLast(2)) }
      return suite(test.identity) + escaped(name) + "$"
    }
    return suite(test.identity) + escaped(name) + "(/|$)"
  }

  /// Returns the filter of the test that a part belongs to, whose suite is not known.
  private static func function(_ test: TestIdentity) -> String {
    let name = test.function.hasSuffix("()") ? String(test.function.dropLast(2)) : test.function
    return "^\(escaped(test.target))\\.([^/]+/)*\(escaped(name))(\\(\\))?(/|$)"
  }

  private static func suite(_ test: TestIdentity) -> String {
    let module = "^" + escaped(test.target) + "\\."
    if test.suite == "TopLevel" || test.isPart { return module }
    // A dot between nested suites is a slash in Swift Testing; one in a raw name stays a dot.
    let name = test.suite.map { $0 == "." ? "[./]" : escaped(String($0)) }.joined()
    return module + name + "/"
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if #"\^$.|?*+()[]{}"#.contains(character) { result += "\\" }
      result.append(character)
    }
  }
}
