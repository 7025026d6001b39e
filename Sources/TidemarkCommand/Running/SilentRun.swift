/// Why a run measured nothing, as far as the output of `swift test` tells.
enum SilentRun {
  /// Returns the reason in words, or nil when the output does not tell one.
  ///
  /// - Parameters:
  ///   - output: What `swift test` printed.
  ///   - arguments: The user's choice of tests.
  static func reason(output: String, arguments: TestArguments) -> String? {
    let lines = output.split(whereSeparator: \.isNewline)
    let isUnbuilt = lines.contains { line in
      line.contains("posix_spawn error: No such file or directory") && line.contains(".xctest\"")
    }
    if isUnbuilt, !arguments.wantsBuild {
      return "the tests are not built; run the command without --skip-build"
    }
    // Swift Testing has a count of its own, as the warning is of XCTest's tests as well as of all.
    let hasMatch = lines.contains { line in
      line.firstRange(of: "Test run with ").map { !line[$0.upperBound...].hasPrefix("0 ") } ?? false
    }
    let isUnmatched = lines.contains { $0.hasSuffix("No matching test cases were run") }
    guard isUnmatched, !hasMatch, !arguments.choice.isEmpty else { return nil }
    return "no test matches \(arguments.choice.joined(separator: " "))"
  }
}
