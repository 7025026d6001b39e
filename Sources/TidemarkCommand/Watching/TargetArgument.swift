import ArgumentParser
import TidemarkLive

/// What to look at: the argument of every command that watches.
struct TargetArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      A process id, the beginning of an executable's name, HOST:PORT or a recorded file; without \
      it, the only process that can be watched.
      """,
      valueName: "target"))
  var target: String?

  /// Opens what is meant, and asks when that is not clear and somebody is there to answer.
  ///
  /// - Throws: `TargetError` when there is nothing of the kind, `SourceError` when it can't be read.
  func resolve(_ host: Host) throws -> any ProcessSource {
    let target = Target(target)
    switch target {
    case .address(let address): return try Self.remote(address)
    case .recording(let path): return try Self.recording(host.absolute(path))
    case .only, .process, .named: break
    }
    let candidates = try Candidate.all()
    do {
      return try LocalSource(target.choose(among: candidates).process)
    } catch TargetError.several(let candidates) where TargetPrompt.isPossible {
      return try LocalSource(TargetPrompt.ask(candidates).process)
    }
  }
}

extension TargetArgument {
  /// Opens what serves a process over HTTP.
  private static func remote(_ address: String) throws(TargetError) -> any ProcessSource {
    throw .unknown("\(address): this build can't look at other machines")
  }

  /// Opens a recorded file.
  private static func recording(_ path: String) throws(RecordingError) -> any ProcessSource {
    try RecordingSource(path)
  }
}
