import TidemarkBaselines

/// A kind of leak that is known and allowed, with the reason.
public struct IgnoreRule: Sendable {
  /// Why the leak is allowed; reports state it.
  public let reason: String
  private let matches: @Sendable ([SourceFrame]) -> Bool

  /// Allows what was created by a function or module whose name matches a pattern.
  ///
  /// - Parameters:
  ///   - pattern: a name to find in the creating call stack's functions and images; `*` stands for
  ///     any text.
  ///   - reason: why the leak is allowed.
  public static func createdBy(_ pattern: String, _ reason: String) -> Self {
    let glob = Glob("*\(pattern)*")
    return Self(reason: reason) { frames in
      frames.contains { frame in
        glob.matches(frame.symbol) || frame.image.map(glob.matches) ?? false
      }
    }
  }

  /// The rules that always hold: what the test libraries and the harness itself keep running.
  static let builtIn: [IgnoreRule] = [
    .created(in: "libXCTest.so", "XCTest's own task"),
    .created(in: "libTesting.so", "Swift Testing's own task"),
  ]

  /// Allows what the code of an image itself created, and not what code that it called did.
  ///
  /// A test runs on the test library's stack, so the library is further out on all of them.
  private static func created(in image: String, _ reason: String) -> Self {
    Self(reason: reason) { $0.first?.image == image }
  }

  /// Returns whether a leak created by this call stack is allowed.
  func allows(_ creation: [SourceFrame]) -> Bool { matches(creation) }
}
