/// What is found at the place for a worktree, and what to do about it.
struct WorktreeState: Hashable {
  /// What git knows of a worktree.
  struct Entry: Hashable {
    var path: String
    var head: String?
    /// Why it is locked, perhaps for no reason; nil when it is not.
    var lock: String?
  }

  /// What to do.
  enum Plan: Hashable {
    case make
    /// Remove what is there, and make it.
    case makeAnew
    case reuse
    /// Leave everything as it is, and say why.
    case refuse(String)
  }

  var path: String
  /// Whether there is a file, or a folder with anything in it.
  var isOccupied = false
  var entry: Entry?
  /// Whether this command made it earlier.
  var isOurs = false
  /// Whether a command was killed while it made the worktree.
  var isHalfMade = false
  /// What git calls changed or untracked, apart from what a build writes.
  var changes: [String] = []
  /// Whether some branch or tag has the commit that is checked out.
  var isHeadKept = false

  /// Returns what to do so that the place holds a commit; nothing of the user's is ever removed.
  func plan(for commit: String) -> Plan {
    if isHalfMade { return .makeAnew }
    guard let entry else {
      return isOccupied
        ? .refuse(
          "\(path) is in the way: it is no worktree of this repository; move it, or name "
            + "another place with --worktree") : .make
    }
    if let lock = entry.lock {
      let reason = lock.isEmpty ? "" : " (\(lock))"
      return .refuse(
        "the worktree \(path) is locked\(reason); unlock it: git worktree unlock '\(path)'")
    }
    guard isOccupied else { return .makeAnew }
    guard isOurs else {
      return .refuse(
        "\(path) is a worktree that this command did not make; name another place with --worktree")
    }
    if !changes.isEmpty {
      let names = changes.prefix(3).joined(separator: ", ") + (changes.count > 3 ? ", …" : "")
      return .refuse(
        "the worktree \(path) has changes (\(names)); take what you need, then remove it: "
          + "git worktree remove --force '\(path)'")
    }
    if entry.head == commit { return .reuse }
    return isHeadKept
      ? .makeAnew
      : .refuse(
        "the worktree \(path) has a commit that no branch has; keep it, then remove the worktree: "
          + "git worktree remove --force '\(path)'")
  }

  /// Returns what `git worktree list --porcelain` says.
  static func entries(_ text: String) -> [Entry] {
    var entries: [Entry] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      let value = words.count > 1 ? String(words[1]) : ""
      switch words.first {
      case "worktree": entries.append(Entry(path: value))
      case "HEAD": entries.indices.last.map { entries[$0].head = value }
      case "locked": entries.indices.last.map { entries[$0].lock = value }
      default: break
      }
    }
    return entries
  }
}
