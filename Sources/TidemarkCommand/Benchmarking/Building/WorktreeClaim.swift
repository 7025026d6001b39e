import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The right to a worktree's place: a locked file beside it, which also says how far the making is.
///
/// The system ends the lock with the process, however that ends; what the file says stays, so that
/// the next command knows a worktree that was never finished.
final class WorktreeClaim {
  private static let making = "making"

  let path: String
  /// Whether this command made the worktree earlier, or began to.
  let isOurs: Bool
  /// Whether it was never finished.
  private(set) var isHalfMade: Bool
  private let descriptor: Int32

  /// Takes the right, or fails when another command has it.
  init(worktree: String) throws {
    path = worktree + ".tidemark"
    isOurs = Files.exists(path)
    try Files.createFolder(Files.parent(of: path))
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileError(operation: "open the lock", path: path, code: errno) }
    isHalfMade = false
    var mine = stat()
    var named = stat()
    // Who had the lock until now may have removed the file, which leaves this one without a name.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &mine) == 0,
      stat(path, &named) == 0, mine.st_ino == named.st_ino
    else { throw Taken(worktree: worktree) }
    isHalfMade = try Files.read(path) == Array(Self.making.utf8)
  }

  deinit { close(descriptor) }

  /// Notes that the worktree is being made or removed, or is whole.
  func note(isHalfMade: Bool) throws {
    self.isHalfMade = isHalfMade
    if ftruncate(descriptor, 0) != 0 || lseek(descriptor, 0, SEEK_SET) != 0 {
      throw FileError(operation: "write", path: path, code: errno)
    }
    if isHalfMade { try Files.writeAll(Array(Self.making.utf8), to: descriptor, path: path) }
  }

  /// Removes the file, for a worktree that is gone.
  func end() { unlink(path) }

  /// A worktree that another command uses.
  struct Taken: Error, CustomStringConvertible {
    var worktree: String
    var description: String {
      "another `tidemark bench` uses the worktree \(worktree); wait for it, or name another place "
        + "with --worktree"
    }
  }
}
