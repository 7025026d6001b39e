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

  /// Writes the marks of some tests.
  ///
  /// Each file is read again under the lock, so that two commands at once lose nothing.
  static func record(
    _ candidates: [PendingChoice.Candidate], into store: BaselineStore, policy: Policy
  ) throws -> Recording {
    var recording = Recording()
    let suites = Dictionary(grouping: candidates.filter { !$0.runs.isEmpty }) { candidate in
      BaselineStore.Suite(candidate.runs[0].identity)
    }
    for (suite, candidates) in suites.sorted(by: {
      ($0.key.target, $0.key.name) < ($1.key.target, $1.key.name)
    }) {
      var changes: [Change] = []
      try store.update(suite) { baseline in
        changes = []
        for candidate in candidates {
          let identity = candidate.runs[0].identity
          let old = baseline.entries[identity.name]
          let recorder = BaselineRecorder(
            policy: policy, environment: candidate.environment, root: store.root)
          guard let new = recorder.record(candidate.runs, into: old) else { continue }
          baseline.entries[identity.name] = new
          recording.total += 1
          if new != old { changes.append(Change(identity: identity, old: old, new: new)) }
        }
      }
      recording.changes += changes
    }
    recording.changes.sort { $0.identity < $1.identity }
    return recording
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
