import TidemarkBaselines

/// The tests that a package has, as `swift test list` prints them.
struct TestListing: Hashable {
  private var tests: Set<String>
  /// The tests by target and function, without their suites.
  private var functions: Set<String>
  private var targets: Set<Substring>

  /// Reads the list; lines that are no test are skipped.
  init(parsing text: String) {
    let tests = Set(text.split(whereSeparator: \.isNewline).compactMap(Self.key))
    self.tests = tests
    targets = Set(tests.compactMap { $0.split(separator: ".").first })
    functions = Set(
      tests.map { test in
        let parts = test.split(separator: ".", omittingEmptySubsequences: false)
        return "\(parts.first ?? "").\(parts.last ?? "")"
      })
  }

  /// Whether the list has no test at all.
  var isEmpty: Bool { tests.isEmpty }

  /// Returns whether a target has any test at all in this build.
  func knows(target: String) -> Bool { targets.contains(target[...]) }

  /// Returns whether a test exists; the parameter list of an XCTest method does not matter.
  func contains(_ test: TestIdentity) -> Bool {
    if test.isPart { return functions.contains(Self.normal("\(test.target).\(test.function)")) }
    let suite = test.suite == "TopLevel" ? "" : test.suite + "."
    return tests.contains(Self.normal("\(test.target).\(suite)\(test.name)"))
  }

  private static func key(_ line: Substring) -> String? {
    let line = line.trimmingPrefix { $0 == " " }
    guard line.contains("."), let first = line.first, first.isLetter || first == "_" else {
      return nil
    }
    return normal(String(line))
  }

  /// Spells both libraries' names alike: separators as dots, without an empty parameter list.
  private static func normal(_ name: String) -> String {
    var name = name
    if name.hasSuffix("()") { name = String(name.dropLast(2)) }
    return String(name.map { $0 == "/" ? "." : $0 })
  }
}
