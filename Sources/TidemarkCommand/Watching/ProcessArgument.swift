import ArgumentParser
import TidemarkLive

/// What to look at, where only a process will do that is still there.
struct ProcessArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      A process id, the beginning of an executable's name or HOST:PORT; without it, the only \
      process that can be watched.
      """,
      valueName: "target"))
  var target: String?

  @OptionGroup var access: AccessOptions

  /// Opens what is meant.
  func resolve(_ host: Host) throws -> any ProcessSource {
    if case .recording(let path) = Target(target) {
      throw ValidationError(
        "'\(path)' is a recording; name a process, or see it with `\(host.invocation) replay`")
    }
    return try access.resolve(target, host)
  }
}
