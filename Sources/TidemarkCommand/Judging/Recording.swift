import TidemarkBaselines

/// Records the figures of several runs as marks, and says what changed.
struct Recording {
  /// What became of one test's marks.
  struct Change: Hashable {
    var identity: TestIdentity
    var old: BaselineEntry?
    var new: BaselineEntry
  }

  /// The marks that are new or changed, sorted.
  private(set) var changes: [Change] = []
  /// How many tests were recorded, changed or not.
  private(set) var total = 0
  /// What was recorded, changed or not.
  private(set) var recorded: [PendingChoice.Candidate] = []
  /// The files that were written, or needed no change.
  private var kept: [String] = []
  /// The files that could not be written, and why.
  private var failed: [(path: String, reason: String)] = []

  /// Writes the marks of some tests; a file that cannot be written costs no other.
  ///
  /// Each file is read again under the lock, so that two commands at once lose nothing.
  static func record(
    _ candidates: [PendingChoice.Candidate], into store: BaselineStore, policy: Policy
  ) -> Recording {
    var recording = Recording()
    let suites = Dictionary(grouping: candidates.filter { !$0.runs.isEmpty }) { candidate in
      BaselineStore.Suite(candidate.runs[0].identity)
    }
    for (suite, candidates) in suites.sorted(by: {
      ($0.key.target, $0.key.name) < ($1.key.target, $1.key.name)
    }) {
      let path = store.path(of: suite)
      do {
        try recording.record(candidates, of: suite, into: store, policy)
        recording.kept.append(path)
      } catch {
        recording.failed.append((path, "\(error)"))
      }
    }
    recording.changes.sort { $0.identity < $1.identity }
    return recording
  }

  private mutating func record(
    _ candidates: [PendingChoice.Candidate], of suite: BaselineStore.Suite,
    into store: BaselineStore, _ policy: Policy
  ) throws {
    var changes: [Change] = []
    var total = 0
    try store.update(suite) { baseline in
      for candidate in candidates {
        let identity = candidate.runs[0].identity
        let old = baseline.entries[identity.name]
        let recorder = BaselineRecorder(
          policy: policy, environment: candidate.environment, root: store.root)
        guard let new = recorder.record(candidate.runs, into: old) else { continue }
        baseline.entries[identity.name] = new
        total += 1
        if new != old { changes.append(Change(identity: identity, old: old, new: new)) }
      }
    }
    self.changes += changes
    self.total += total
    recorded += candidates
  }

  /// Fails when a file could not be written, with what became of the others.
  ///
  /// - Parameter remark: Where the figures are that were not recorded.
  func check(remark: String?) throws {
    guard !failed.isEmpty else { return }
    throw Incomplete(kept: kept, failed: failed, remark: remark)
  }

  /// Files some of which could not be written.
  struct Incomplete: Error, CustomStringConvertible {
    var kept: [String]
    var failed: [(path: String, reason: String)]
    var remark: String?

    var description: String {
      let reasons = Set(failed.map(\.reason)).sorted()
      let written = kept.isEmpty ? ["recorded: nothing"] : kept.map { "recorded: \($0)" }
      let lines = reasons + written + failed.map { "not recorded: \($0.path)" }
      return (lines + (remark.map { [$0] } ?? [])).joined(separator: "\n  ")
    }
  }

  /// Returns what changed, for people.
  var text: String {
    let lines = changes.flatMap { change -> [String] in
      let name = BaselineText.printable(change.identity.description)
      guard let old = change.old else { return ["+ \(name)"] }
      return ["~ \(name)"] + BaselineText.changes(from: old, to: change.new)
    }
    let new = changes.count { $0.old == nil }
    let summary = [
      BaselineText.counted(total, "test") + " recorded", "\(BaselineText.count(new)) new",
      "\(BaselineText.count(changes.count - new)) changed",
      "\(BaselineText.count(total - changes.count)) unchanged",
    ]
    return (lines + [summary.joined(separator: " · ")]).joined(separator: "\n")
  }
}
