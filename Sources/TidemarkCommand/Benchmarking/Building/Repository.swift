import TidemarkBaselines

/// The git repository that a package is in.
///
/// Nothing here changes its checkout or its index.
struct Repository {
  let errand: Errand
  /// The folder of the package.
  let root: String
  /// The folder of the package below that of the repository: empty, or with a slash at its end.
  let prefix: String

  /// Finds the repository of a package.
  init(_ errand: Errand, root: String) throws {
    self.errand = errand
    self.root = root
    let answer = try errand.ask(["git", "rev-parse", "--show-prefix"], in: root)
    guard answer.status == .exited(0) else {
      throw Refused(root: root, message: answer.errors)
    }
    prefix = Self.line(answer.output)
  }

  /// Returns the full name of the commit that a revision means.
  func commit(_ revision: String) throws -> String {
    if revision.hasPrefix("-") { throw UnknownRevision(revision: revision) }
    let answer = try ask(["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"])
    guard answer.status == .exited(0) else { throw UnknownRevision(revision: revision) }
    return Self.line(answer.output)
  }

  /// Returns how people call a commit: the revision they gave and the short name.
  func title(_ commit: String, revision: String) throws -> String {
    let short = Self.line(try ask(["rev-parse", "--short", commit]).output)
    return commit.hasPrefix(revision) || short.isEmpty
      ? String(commit.prefix(10)) : "\(revision) (\(short))"
  }

  /// Returns how people call the checkout.
  func title() throws -> String {
    let changes = try ask(["--no-optional-locks", "status", "--porcelain"])
    let head = Self.line(try ask(["rev-parse", "--short", "--verify", "--quiet", "HEAD"]).output)
    let isChanged = changes.status != .exited(0) || !changes.output.isEmpty
    if head.isEmpty { return "working copy" }
    return isChanged ? "working copy (\(head) with changes)" : "working copy (\(head))"
  }

  /// Runs git in the package's folder, or in another one.
  ///
  /// No hook of the user's is run, and nothing is locked only to save time later.
  func ask(
    _ arguments: [String], in folder: String? = nil, obeysInterrupt: Bool = true
  ) throws -> (status: ChildStatus, output: [UInt8], errors: String) {
    try errand.ask(
      ["git", "--no-optional-locks", "-c", "core.hooksPath=/dev/null"] + arguments,
      in: folder ?? root, obeysInterrupt: obeysInterrupt)
  }

  static func line(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// A folder that git does not work in.
  struct Refused: Error, CustomStringConvertible {
    var root: String
    var message: String
    var description: String {
      "git does not work in \(root), which --against needs: "
        + message.split(separator: "\n").joined(separator: " ")
    }
  }

  /// A revision that the repository does not have.
  struct UnknownRevision: Error, CustomStringConvertible {
    var revision: String
    var description: String {
      "the repository has no commit '\(revision)'; fetch it first (in a shallow clone, "
        + "`git fetch --unshallow`)"
    }
  }
}
