import ArgumentParser
import TidemarkLive
import TidemarkServer

/// What to look at: a process, on this machine or behind HTTP, or a recording of one.
struct TargetArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      A process id, the beginning of an executable's name, HOST:PORT or a recorded file; without \
      it, the only process that can be watched.
      """,
      valueName: "target"))
  var target: String?

  @OptionGroup var access: AccessOptions

  /// Opens what is meant, and asks when that is not clear and somebody is there to answer.
  ///
  /// - Throws: `TargetError` when there is nothing of the kind, `SourceError` when it can't be read.
  func resolve(_ host: Host) throws -> any ProcessSource {
    guard case .recording(let path) = Target(target) else {
      return try access.resolve(target, host)
    }
    if access.wait { throw AccessOptions.nothingToWaitFor }
    return try RecordingSource(host.absolute(path))
  }
}
