/// The name of a test, stable across machines, line changes and runs.
public struct TestIdentity: Hashable, Sendable, Codable {
  /// The test target, which is also the module.
  public var target: String
  /// The suite: nested types joined by dots, or `TopLevel` for free functions.
  public var suite: String
  /// The test's own name, for example `refresh()`.
  public var name: String

  /// Creates an identity.
  public init(target: String, suite: String, name: String) {
    self.target = target
    self.suite = suite
    self.name = name
  }
}

extension TestIdentity {
  private static let separator = " › "

  /// Creates the identity of something that is measured by itself inside a test.
  ///
  /// - Parameters:
  ///   - target: The test target.
  ///   - suite: The name under which the baseline is kept, which need not be a type.
  ///   - test: The test function, for example `counts()`.
  ///   - part: What is measured.
  public init(target: String, suite: String, test: String, part: String) {
    self.init(target: target, suite: suite, name: test + Self.separator + part)
  }

  /// Whether this is a part of a test.
  package var isPart: Bool { name.contains(Self.separator) }

  /// The name of the test itself, without the part.
  package var function: String {
    name.firstRange(of: Self.separator).map { String(name[..<$0.lowerBound]) } ?? name
  }
}

extension TestIdentity: Comparable, CustomStringConvertible {
  /// The suite and the name, as reports and patterns spell them.
  public var description: String { "\(suite)/\(name)" }

  /// Orders by target, suite and name.
  public static func < (left: Self, right: Self) -> Bool {
    (left.target, left.suite, left.name) < (right.target, right.suite, right.name)
  }
}

/// The library that ran a test.
public enum TestLibrary: String, Hashable, Sendable, Codable, CaseIterable {
  case xctest = "XCTest"
  case swiftTesting = "Swift Testing"
}

/// Where a test stands in the source.
public struct TestLocation: Hashable, Sendable, Codable {
  /// The absolute path of the file as compiled.
  public var file: String
  /// The line of the test.
  public var line: Int

  /// Creates a location.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// One measurement of one test: its worst figures over its cases.
public struct TestMeasurement: Hashable, Sendable {
  /// The test that was measured.
  public var identity: TestIdentity
  /// The library that ran it.
  public var library: TestLibrary
  /// Where it stands, if the library tells.
  public var location: TestLocation?
  /// What it used.
  public var usage: Usage
  /// The limits stated in the test's own code.
  public var limits: [Limit]
  /// Whether the test is held against its committed baseline as well as its limits.
  public var usesBaseline: Bool

  /// Creates a measurement.
  public init(
    identity: TestIdentity, library: TestLibrary, location: TestLocation? = nil, usage: Usage,
    limits: [Limit] = [], usesBaseline: Bool = true
  ) {
    self.identity = identity
    self.library = library
    self.location = location
    self.usage = usage
    self.limits = limits
    self.usesBaseline = usesBaseline
  }
}

/// A range that a metric has to stay in, stated in the test's code.
public struct Limit: Hashable, Sendable, Codable {
  /// The metric that is limited.
  public var metric: Metric
  /// The lowest figure allowed, or nil.
  public var lowest: Int?
  /// The highest figure allowed, or nil.
  public var highest: Int?

  /// Creates a limit.
  public init(metric: Metric, lowest: Int? = nil, highest: Int? = nil) {
    self.metric = metric
    self.lowest = lowest
    self.highest = highest
  }
}
