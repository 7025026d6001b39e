import TidemarkLedger

/// Why there is nothing to look at, and what to do about it.
enum TargetError: Error, Hashable {
  /// No process can be watched.
  case none
  /// Several can, and nobody can be asked which.
  case several([Candidate])
  /// Several have the name.
  case ambiguous(String, [Candidate])
  /// None has the name.
  case noName(String, others: [Candidate])
  /// There is no such process.
  case noProcess(pid: Int)
  /// There is one, which does not show itself.
  case hidden(pid: Int, name: String, reason: String?)
  /// The user chose none.
  case noChoice
}

extension TargetError: CustomStringConvertible {
  var description: String {
    switch self {
    case .none:
      """
      no process can be watched
      \(Self.advice)
      """
    case .several(let candidates):
      """
      \(candidates.count) processes can be watched; say which:
      \(Self.list(candidates))
      """
    case .ambiguous(let name, let candidates):
      """
      '\(name)' is the name of several; say which:
      \(Self.list(candidates))
      """
    case .noName(let name, let others) where others.isEmpty:
      """
      '\(name)' is neither a command nor the name of a process that can be watched; there is none
      \(Self.advice)
      """
    case .noName(let name, let others):
      """
      '\(name)' is neither a command nor the name of a process that can be watched; these can:
      \(Self.list(others))
      """
    case .noProcess(let pid):
      "there is no process \(pid); `tidemark list` shows those that can be watched"
    case .hidden(let pid, let name, let reason?):
      "process \(pid) (\(name)) does not show itself: \(reason)"
    case .hidden(let pid, let name, nil):
      """
      process \(pid) (\(name)) does not show itself
      \(Self.advice)
      """
    case .noChoice: "no process was chosen"
    }
  }

  /// How a process comes to be one that can be watched.
  static let advice = """
    A process can be watched when it
      calls `try Agent.start()` of the product TidemarkAgent,
      is started by `tidemark run -- PROGRAM`, or
      links Tidemark, as tests do, and runs with TIDEMARK_PUBLISH=1.
    """

  private static func list(_ candidates: [Candidate]) -> String {
    candidates.map { "  tidemark \($0.process.pid)   \($0.name)" }.joined(separator: "\n")
  }
}
