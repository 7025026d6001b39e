/// The arguments that the user wants `swift test` to have, sorted by what they are good for.
struct TestArguments: Hashable {
  /// All of them, as given.
  var all: [String]
  /// The regular expressions of `--filter`, for tests of either library.
  var filters: [String] = []
  /// Whether the tests are built already.
  var skipsBuild = false

  private static let testOptions: Set<String> = [
    "--test-product", "--configuration-path", "--event-stream-output-path",
    "--event-stream-version", "--attachments-path", "--num-workers",
    "--experimental-maximum-parallelization-width", "-s", "--specifier", "--filter", "--skip",
    "--xunit-output", "--test-output",
  ]
  private static let testFlags: Set<String> = [
    "--parallel", "--no-parallel", "-l", "--list-tests", "--show-codecov-path",
    "--show-code-coverage-path", "--show-coverage-path", "--experimental-xunit-message-failure",
    "--enable-testable-imports", "--disable-testable-imports", "--skip-build",
  ]
  /// A re-run must not write over the files of the first run.
  private static let outputOptions: Set<String> = ["--xunit-output", "--event-stream-output-path"]
  /// A re-run of some tests picks them itself.
  private static let choosingOptions: Set<String> = ["-s", "--specifier", "--filter"]

  /// Whether a build is to be made before the tests run.
  var wantsBuild: Bool { !skipsBuild && !all.contains("--skip-build") }

  /// Whether only a part of the tests is run.
  var isPartial: Bool {
    let picking: Set<String> = ["--filter", "--skip", "-s", "--specifier", "--test-product"]
    let libraries: Set<String> = ["--disable-xctest", "--disable-swift-testing"]
    return !filters.isEmpty
      || all.contains { argument in
        picking.contains(Self.name(argument)) || libraries.contains(argument)
      }
  }

  /// The words by which the user picks tests.
  var choice: [String] {
    let picking = Self.choosingOptions.union(["--skip", "--test-product"])
    var words = Self.options(filters)
    var rest = all[...]
    while let argument = rest.popFirst() {
      guard picking.contains(Self.name(argument)) else { continue }
      words.append(argument)
      if !argument.contains("="), let value = rest.popFirst() { words.append(value) }
    }
    return words
  }

  /// Whether `rerun` without filters has tests that the user's choice leaves out.
  var isNarrowed: Bool {
    !filters.isEmpty || all.contains { Self.choosingOptions.contains(Self.name($0)) }
  }

  /// The arguments of `swift build`: what `swift test` alone knows is left out.
  var build: [String] {
    var arguments = Self.without(Self.testOptions, flags: Self.testFlags, in: all)
    // As `swift test` does, so that `@testable import` works in an optimised build.
    if isRelease, !all.contains("--disable-testable-imports") {
      arguments += ["-Xswiftc", "-enable-testing"]
    }
    return ["swift", "build", "--build-tests"] + arguments
  }

  /// The arguments of `swift test` for the tests of the user's choice.
  var test: [String] {
    let skip = all.contains("--skip-build") ? [] : ["--skip-build"]
    return ["swift", "test"] + skip + all + Self.options(filters)
  }

  /// Returns the arguments of `swift test` for other tests, one after the other if need be.
  ///
  /// - Parameter filters: The tests; without any, all of them, and not only the user's choice.
  func rerun(filters: [String], isSerial: Bool = false) -> [String] {
    let arguments = Self.without(
      Self.choosingOptions.union(Self.outputOptions), flags: ["--skip-build"], in: all)
    return ["swift", "test", "--skip-build"] + arguments + (isSerial ? ["--no-parallel"] : [])
      + Self.options(filters)
  }

  private static func options(_ filters: [String]) -> [String] {
    filters.flatMap { ["--filter", $0] }
  }

  /// The arguments of `swift test list`.
  var list: [String] {
    let arguments = Self.without(
      Self.testOptions.subtracting(["--test-product"]), flags: Self.testFlags, in: all)
    return ["swift", "test", "list", "--skip-build"] + arguments
  }

  private var isRelease: Bool {
    if all.contains("--configuration=release") || all.contains("-crelease") { return true }
    return zip(all, all.dropFirst()).contains { option, value in
      ["-c", "--configuration"].contains(option) && value == "release"
    }
  }

  private static func name(_ argument: String) -> String {
    String(argument.prefix { $0 != "=" })
  }

  private static func without(
    _ options: Set<String>, flags: Set<String>, in arguments: [String]
  ) -> [String] {
    var result: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if flags.contains(argument) { continue }
      if options.contains(name(argument)) {
        if !argument.contains("=") { rest = rest.dropFirst() }
        continue
      }
      result.append(argument)
    }
    return result
  }
}
