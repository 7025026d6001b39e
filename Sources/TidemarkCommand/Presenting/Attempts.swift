import TidemarkBaselines

/// Steps that are all tried, so that one that fails costs no more than itself.
struct Attempts {
  private var failures: [String] = []

  /// Tries a step and remembers why it failed.
  mutating func attempt(_ step: () throws -> Void) {
    do { try step() } catch { failures.append("\(error)") }
  }

  /// Remembers what failed elsewhere.
  mutating func fail(_ reason: String) { failures.append(reason) }

  /// Says what failed, and returns the status to end with.
  ///
  /// A command that found something ends with its own status, any other without a verdict.
  func status(_ status: Int32) -> Int32 {
    for failure in failures { Console.error("tidemark: error: \(failure)") }
    return failures.isEmpty || status != 0 ? status : Report.ExitStatus.noVerdict.rawValue
  }
}
