import ArgumentParser
import TidemarkBaselines
import TidemarkLive
import TidemarkTerminal

/// Watches a process; what the command does when it is given none.
struct AttachCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Watch a process in the terminal; `tidemark TARGET` for short.",
    discussion: "Without a terminal it prints the lines of `tidemark watch`.")

  @Flag(name: [.customShort("l"), .customLong("list")], help: "List the processes instead.")
  var lists = false

  @Flag(help: "With --list, print JSON.")
  var json = false

  @OptionGroup var target: TargetArgument

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How far apart two looks are, from 0.05.", valueName: "seconds"))
  var interval: Double = 0.5

  func validate() throws {
    guard (0.05...3600).contains(interval) else {
      throw ValidationError("--interval has to be from 0.05 to 3600")
    }
    if json, !lists { throw ValidationError("--json needs --list; see also `tidemark watch`") }
    if lists, target.target != nil { throw ValidationError("--list takes no target") }
  }

  func perform(_ host: Host) throws -> Int32 {
    if lists { return try ListCommand.list(json: json) }
    do {
      let source = try target.resolve(host)
      // From its beginning, as `replay` shows it.
      let begin = (source as? RecordingSource)?.span.lowerBound
      let playback = begin.map { Playback(mode: .playing, position: $0) } ?? Playback()
      return try Self.show(source, interval: interval, playback: playback, host)
    } catch TargetError.noName(let word, let others) {
      // Whoever mistypes a command ends here, too.
      guard let command = Misspelling.command(meantBy: word) else {
        throw TargetError.noName(word, others: others)
      }
      throw ValidationError(Misspelling.advice(word, command))
    }
  }

  /// Shows a source on the terminal, or as lines where there is none.
  static func show(
    _ source: any ProcessSource, interval: Double = 0.5, playback: Playback = Playback(),
    _ host: Host
  ) throws -> Int32 {
    guard Console.isOutputTerminal else {
      return try Watcher(source: source, interval: interval).run()
    }
    let viewer = Viewer(
      source: source,
      options: ViewerOptions(
        interval: Int64(interval * 1e9), playback: playback, variables: host.variables))
    switch try viewer.run() {
    case .quit(let farewell):
      if let farewell { Console.error("tidemark: \(BaselineText.printable(farewell))") }
      return 0
    case .ended: return 0
    case .signalled(let number): return 128 + number
    // As if the signal of a broken pipe had ended it.
    case .closed: return 128 + 13
    }
  }
}
