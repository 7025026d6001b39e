import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The recordings of tests with a finding, and of tests that hang, in `.tidemark/recordings`.
///
/// Those of earlier invocations are removed when this one begins to make its own.
final class KeptRecordings {
  let folder: String
  /// How advice spells the command, and the folder in which it is given.
  private let command: String
  private let directory: String
  private var isClean = false

  init(_ workspace: Workspace, _ host: Host) {
    folder = "\(workspace.state)/recordings"
    command = host.command
    directory = host.directory
  }

  /// Adds to a report where the recordings of its findings are, and keeps no others.
  ///
  /// - Parameter made: The folder in which the tests of a re-run have put theirs.
  func keep(from made: String, for report: Report) -> Report {
    var report = report
    for index in report.outcomes.indices where report.outcomes[index].status == .risen {
      let name = FileName.recording(of: report.outcomes[index].measurement.identity)
      guard Files.exists("\(made)/\(name)"), let path = try? prepare(name),
        rename("\(made)/\(name)", path) == 0
      else { continue }
      report.outcomes[index].notes.append(note(path))
    }
    for name in (try? Files.allNames(in: made)) ?? [] { unlink("\(made)/\(name)") }
    rmdir(made)
    return report
  }

  /// Returns the path of a file that can be made, in a folder without those of earlier invocations.
  func prepare(_ name: String) throws -> String {
    if !isClean {
      for old in (try? Files.allNames(in: folder)) ?? [] { unlink("\(folder)/\(old)") }
      try Files.createFolder(folder)
      isClean = true
    }
    return "\(folder)/\(name)"
  }

  /// Removes what earlier invocations kept, when there is nothing to keep.
  func clean() {
    guard !isClean else { return }
    for old in (try? Files.allNames(in: folder)) ?? [] { unlink("\(folder)/\(old)") }
    rmdir(folder)
  }

  /// Says where a recording is.
  func note(_ path: String) -> String { "recorded: \(command) replay \(short(path))" }

  /// Returns a path as it can be given in the folder of the command.
  func short(_ path: String) -> String {
    path.hasPrefix("\(directory)/") ? String(path.dropFirst(directory.count + 1)) : path
  }
}
