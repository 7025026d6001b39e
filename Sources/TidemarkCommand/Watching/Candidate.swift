import TidemarkLedger

/// A process that can be watched, and what it is called.
struct Candidate: Hashable {
  var process: PublishedProcess
  /// The name of the executable's file.
  var name: String

  /// Returns the processes that can be watched, in the order of their ids.
  static func all() throws(LedgerError) -> [Candidate] {
    try PublishedProcess.all().map { process in
      Candidate(process: process, name: Executable.name(of: process.pid) ?? "?")
    }
  }
}

extension Target {
  /// Returns the candidate that is meant.
  func choose(among candidates: [Candidate]) throws(TargetError) -> Candidate {
    switch self {
    case .only:
      guard let first = candidates.first else { throw .none }
      guard candidates.count == 1 else { throw .several(candidates) }
      return first
    case .process(let pid):
      if let candidate = candidates.first(where: { $0.process.pid == pid }) { return candidate }
      guard let name = Executable.name(of: pid) else { throw .noProcess(pid: pid) }
      throw .hidden(pid: pid, name: name, reason: HiddenProcess.reason(pid: pid))
    case .named(let name):
      let exact = candidates.filter { $0.name == name }
      let matching = exact.isEmpty ? candidates.filter { $0.name.hasPrefix(name) } : exact
      guard let first = matching.first else { throw .noName(name, others: candidates) }
      guard matching.count == 1 else { throw .ambiguous(name, matching) }
      return first
    case .address(let text), .recording(let text):
      throw .noName(text, others: candidates)
    }
  }
}
