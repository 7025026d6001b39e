import ArgumentParser
import TidemarkLedger
import TidemarkLive
import TidemarkTerminal

/// Shows a process on the terminal.
struct ViewCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "view", abstract: "Show a running process on the terminal.", shouldDisplay: false)

  @Argument(help: ArgumentHelp("The process.", valueName: "pid"))
  var pid: Int

  @Option(help: ArgumentHelp("Seconds between two looks, 0.05 at least.", valueName: "seconds"))
  var interval: Double = 0.5

  @Flag(help: "Write lines instead of a screen.")
  var plain = false

  func validate() throws {
    guard interval >= 0.05, interval <= 3600 else {
      throw ValidationError("The interval is between 0.05 and 3600 seconds.")
    }
  }

  func perform(_ host: Host) throws -> Int32 {
    guard let process = try PublishedProcess.all().first(where: { $0.pid == pid }) else {
      throw ValidationError("Process \(pid) shows nothing; `tidemark list` names those that do.")
    }
    let viewer = Viewer(
      source: try LocalSource(process),
      options: ViewerOptions(
        interval: Int64(interval * 1e9), isPlain: plain, variables: host.variables))
    return switch try viewer.run() {
    case .quit, .ended: 0
    case .signalled(let number): 128 + number
    // As if the signal of a broken pipe had ended it.
    case .closed: 128 + 13
    }
  }
}
