#if os(Linux)
  private import CTidemarkAuto

  /// Tells whether the hooks took, so that tests that run unmeasured are an error and not silence.
  enum HookCheck {
    /// Returns what is wrong with the run of this process, or nil.
    static func problem(arguments: [String] = CommandLine.arguments) -> String? {
      let listed = tidemark_autoListedTests()
      let hooked = tidemark_autoHookCalls()
      if isSwiftTestingRun(arguments), hooked < listed {
        return """
          only \(hooked) of the \(listed) Swift Testing tests in this executable can be measured: \
          the hook into the library did not take (a statically linked or newer library?); add \
          `@Suite(.tidemark)` of TidemarkTesting instead
          """
      }
      let unhooked = CaseObserver.shared.unhooked
      if unhooked > 0 {
        return """
          \(unhooked) XCTest tests ran without the hook into the library's list of tests, so \
          their heap figures are unavailable (a statically linked or newer library?)
          """
      }
      return nil
    }

    private static func isSwiftTestingRun(_ arguments: [String]) -> Bool {
      guard let option = arguments.firstIndex(of: "--testing-library") else { return false }
      return arguments.dropFirst(option + 1).first == "swift-testing"
    }
  }
#endif
