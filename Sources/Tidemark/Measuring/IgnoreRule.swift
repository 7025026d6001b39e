import TidemarkBaselines

/// A kind of leak that is known and accepted, with the reason.
public struct IgnoreRule: Hashable, Sendable {
  /// A name to find in the creating call stack's functions and images; `*` stands for any text.
  public var pattern: String
  /// Why the leak is accepted; reports state it.
  public var reason: String

  /// Returns a rule that accepts what was created by a function or module whose name matches.
  public static func createdBy(_ pattern: String, _ reason: String) -> IgnoreRule {
    IgnoreRule(pattern: pattern, reason: reason)
  }

  /// The rules that always hold: what the test libraries keep running.
  static let builtIn: [IgnoreRule] = [
    .createdBy("libXCTest.so", "XCTest's own"),
    .createdBy("libTesting.so", "Swift Testing's own"),
  ]

  /// Returns whether a leak created by this call stack is accepted.
  func accepts(_ creation: [SourceFrame]) -> Bool {
    let glob = Glob("*\(pattern)*")
    return creation.contains { frame in
      glob.matches(frame.symbol) || frame.image.map(glob.matches) ?? false
    }
  }
}
