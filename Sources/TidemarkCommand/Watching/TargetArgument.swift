import ArgumentParser
import TidemarkLive
import TidemarkServer

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

  @Option(
    help: ArgumentHelp(
      "What HOST:PORT wants to be sent; better given in the variable TIDEMARK_TOKEN.",
      valueName: "token"))
  var token: String?

  /// Opens what is meant, and asks when that is not clear and somebody is there to answer.
  ///
  /// - Throws: `TargetError` when there is nothing of the kind, `SourceError` when it can't be read.
  func resolve(_ host: Host) throws -> any ProcessSource {
    let target = Target(target)
    switch target {
    case .address(let address): return try HTTPSource(address, token: token(host))
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
  /// Returns the token that was given.
  func token(_ host: Host) -> String? {
    let token = token ?? host.variables["TIDEMARK_TOKEN"]
    return token == "" ? nil : token
  }

  /// Opens a recorded file.
  private static func recording(_ path: String) throws(RecordingError) -> any ProcessSource {
    try RecordingSource(path)
  }
}
