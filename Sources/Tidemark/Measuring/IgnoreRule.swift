import TidemarkBaselines

/// A kind of leak that is known and accepted, with the reason.
public struct IgnoreRule: Hashable, Sendable {
  /// A name to find in the creating call stack's functions and images; `*` stands for any text.
  public var pattern: String
  /// Why the leak is accepted; reports state it.
  public var reason: String
  // Whether only the function that called the runtime counts, and not its callers.
  private var isInnermost = false

  /// Returns a rule that accepts what was created by a function or module whose name matches.
  public static func createdBy(_ pattern: String, _ reason: String) -> IgnoreRule {
    IgnoreRule(pattern: pattern, reason: reason)
  }

  /// The rules that always hold: what the test libraries keep running.
  static let builtIn: [IgnoreRule] = [
    .created(in: "libXCTest.so", "XCTest's own"),
    .created(in: "libTesting.so", "Swift Testing's own"),
  ]

  /// Accepts what the code of an image itself created, and not what code that it called did: a test
  /// runs on the test library's stack, so the library is further out on all of them.
  private static func created(in image: String, _ reason: String) -> IgnoreRule {
    var rule = IgnoreRule(pattern: image, reason: reason)
    rule.isInnermost = true
    return rule
  }

  /// Returns whether a leak created by this call stack is accepted.
  func accepts(_ creation: [SourceFrame]) -> Bool {
    let glob = Glob("*\(pattern)*")
    return creation.prefix(isInnermost ? 1 : creation.count).contains { frame in
      glob.matches(frame.symbol) || frame.image.map(glob.matches) ?? false
    }
  }
}
