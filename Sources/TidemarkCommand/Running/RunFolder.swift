import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The folder of one invocation below `.tidemark/runs`: result files and the output of the tests.
///
/// Its name begins with the time and ends with the command's process id, so that folders sort by
/// age and one that is in use can be told.
struct RunFolder {
  /// How many folders of finished invocations are kept.
  static let kept = 3

  let path: String

  /// Makes a new folder and removes the oldest ones.
  init(workspace: Workspace) throws {
    try workspace.prepare()
    let runs = "\(workspace.state)/runs"
    path = "\(runs)/\(Self.stamp())-\(getpid())"
    try Files.createFolder(path)
    try Self.clean(runs)
  }

  /// Removes the folder, for an invocation that came to nothing.
  func remove() { Self.remove(path) }

  /// Returns the folders to remove, given all names and which process ids are in use.
  static func surplus(_ names: [String], isAlive: (Int32) -> Bool) -> [String] {
    let finished = names.sorted().filter { name in
      name.split(separator: "-").last.flatMap { Int32($0) }.map { !isAlive($0) } ?? false
    }
    return Array(finished.dropLast(kept))
  }

  private static func clean(_ runs: String) throws {
    for name in surplus(try Files.names(in: runs), isAlive: { kill($0, 0) == 0 || errno == EPERM })
    {
      remove("\(runs)/\(name)")
    }
  }

  private static func remove(_ path: String) {
    for name in (try? Files.allNames(in: path)) ?? [] {
      let child = "\(path)/\(name)"
      if unlink(child) != 0 { remove(child) }
    }
    rmdir(path)
  }

  private static func stamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let numbers = [
      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
      parts.tm_sec,
    ]
    return numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
  }
}
