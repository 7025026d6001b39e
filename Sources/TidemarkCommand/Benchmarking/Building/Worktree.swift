import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A checkout of one commit beside the user's own.
final class Worktree {
  /// Its folder.
  let path: String
  let commit: String
  private let repository: Repository
  private let claim: WorktreeClaim

  /// Checks a commit out, or takes the worktree that is there already.
  init(_ repository: Repository, commit: String, at path: String) throws {
    self.repository = repository
    self.commit = commit
    try Files.createFolder(Files.parent(of: path))
    self.path = "\(Self.real(Files.parent(of: path)))/\(path.split(separator: "/").last ?? "")"
    claim = try WorktreeClaim(worktree: self.path)
    do {
      try prepare()
    } catch {
      if claim.isHalfMade {
        remove()
      } else if !claim.isOurs {
        claim.end()
      }
      throw error
    }
  }

  /// The folder of the package in it.
  var package: String {
    repository.prefix.isEmpty ? path : "\(path)/\(repository.prefix.dropLast())"
  }

  /// Gives the package the checkout's versions of its dependencies, unless the commit has its own.
  ///
  /// Otherwise the newest versions would be compared with those that the checkout once got.
  func pinDependencies() throws {
    let name = "Package.resolved"
    let own = try repository.ask(["cat-file", "-e", "\(commit):\(repository.prefix)\(name)"])
    guard own.status != .exited(0), let bytes = try Files.read("\(repository.root)/\(name)") else {
      return
    }
    try Files.replace("\(package)/\(name)", with: bytes)
  }

  /// Removes it with everything that was built in it.
  ///
  /// What cannot be removed is said and left; the next command takes or removes it.
  func remove() {
    try? claim.note(isHalfMade: true)
    let answer = try? repository.ask(
      ["worktree", "remove", "--force", "--force", path], obeysInterrupt: false)
    Self.removeFolder(path)
    if Files.exists(path) {
      Console.warning(
        "the worktree was not removed: \(answer?.errors ?? ""); git worktree remove '\(path)'")
    } else {
      claim.end()
      Files.removeFolderIfEmpty(Files.parent(of: path))
    }
  }

  private func prepare() throws {
    let state = try look()
    switch state.plan(for: commit) {
    case .reuse: return
    case .refuse(let reason): throw Refused(reason: reason)
    case .makeAnew:
      if state.entry != nil {
        _ = try repository.ask(["worktree", "remove", "--force", "--force", path])
      }
      Self.removeFolder(path)
    case .make: break
    }
    try claim.note(isHalfMade: true)
    let answer = try repository.ask(["worktree", "add", "--detach", path, commit])
    guard answer.status == .exited(0) else {
      throw Refused(reason: "git made no worktree of \(commit): \(answer.errors)")
    }
    try claim.note(isHalfMade: false)
  }

  private func look() throws -> WorktreeState {
    var state = WorktreeState(path: path)
    state.isOurs = claim.isOurs
    state.isHalfMade = claim.isHalfMade
    var status = stat()
    if lstat(path, &status) == 0 {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      state.isOccupied = try !isFolder || !Files.allNames(in: path).isEmpty
    }
    let list = try repository.ask(["worktree", "list", "--porcelain"])
    let entries = WorktreeState.entries(String(decoding: list.output, as: UTF8.self))
    // The first one is the user's own checkout, which is never ours to use.
    state.entry = entries.dropFirst().first { $0.path == path }
    guard state.isOccupied, let head = state.entry?.head else { return state }
    let changes = try repository.ask(["status", "--porcelain"], in: path)
    let lines = String(decoding: changes.output, as: UTF8.self).split(separator: "\n")
    let built = [".build/", "Package.resolved"].map { repository.prefix + $0 }
    state.changes = lines.map { String($0.dropFirst(3)) }.filter { !built.contains($0) }
    let refs = try repository.ask(["for-each-ref", "--count=1", "--contains", head])
    state.isHeadKept = !refs.output.isEmpty
    return state
  }

  private static func real(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func removeFolder(_ path: String) {
    for name in (try? Files.allNames(in: path)) ?? [] {
      let child = "\(path)/\(name)"
      if unlink(child) != 0 { removeFolder(child) }
    }
    rmdir(path)
  }

  /// A worktree that cannot be made or used.
  struct Refused: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
  }
}
