extension [TestIdentity] {
  /// When something happened, given the tests that were running: `while FeedTests/refresh() was
  /// running`.
  package var whileRunning: String {
    let tests = FigureText.some(map(\.description))
    return switch count {
    case 0: "between tests"
    case 1: "while \(tests) was running"
    default: "while one of these was running: \(tests)"
    }
  }
}
