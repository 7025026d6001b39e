import ArgumentParser
import TidemarkBaselines
import TidemarkLive

/// Writes down what happens in a process.
struct RecordCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record every transition of a process, for `replay` and `export`.",
    discussion: """
      Records until the process ends, the time is over, or Ctrl-C. The file can be read up to its \
      last whole block whatever ends the recording. What the process overwrote before it could be \
      read is counted, and is a gap in the recording.
      """)

  @OptionGroup var target: ProcessArgument

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to; NAME-PID.tidemark in this folder unless said.", valueName: "file")
  )
  var output: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Stop after so long.", valueName: "seconds"))
  var seconds: Double?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How far apart the figures are, from 0.05.", valueName: "seconds"))
  var interval = 0.5

  @Flag(help: "Go on with a recording of the same process.")
  var append = false

  @Flag(help: "Replace the file if there is one.")
  var overwrite = false

  func validate() throws {
    if !(0.05...3600).contains(interval) {
      throw ValidationError("--interval has to be from 0.05 to 3600")
    }
    if let seconds, !(0.001...31_536_000).contains(seconds) {
      throw ValidationError("--for has to be from 0.001 to a year")
    }
    if append, overwrite { throw ValidationError("--append and --overwrite exclude each other") }
  }

  func perform(_ host: Host) throws -> Int32 {
    Interrupt.install()
    let source = try target.resolve(host)
    if let reason = try source.snapshot(asking: []).unavailable["jobsRun"] {
      Console.warning("nothing is known of tasks, and there are no transitions: \(reason)")
    }
    if output == "-" {
      throw ValidationError("a recording is a file, which `tidemark export -o -` can send on")
    }
    let path = host.absolute(output ?? Self.fileName(source.title))
    var options = Recorder.Options(version: TidemarkTool.version)
    options.interval = Int64(interval * 1_000_000_000)
    let recorder = try Recorder(
      source, path: path, mode: append ? .append : overwrite ? .overwrite : .new, options: options)
    let line = RecordingLine(host, title: source.title)
    let limit = seconds.map { Int64($0 * 1_000_000_000) }
    defer { line.clear() }
    let end = try recorder.run { progress in
      line.show(progress)
      return Interrupt.signalNumber == nil && limit.map { progress.elapsed < $0 } ?? true
    }
    line.clear()
    Console.error("tidemark: \(Self.closing(end, recorder.progress, title: source.title))")
    Console.error("tidemark: \(host.invocation) replay \(Host.quoted(path))")
    return end.reason == .unreadable ? Report.ExitStatus.noVerdict.rawValue : 0
  }

  /// Says what was recorded and why it ended.
  static func closing(_ end: RecordingEnd, _ progress: Recorder.Progress, title: String) -> String {
    let lost = end.lost == 0 ? "none lost" : "\(FigureText.count(end.lost)) lost"
    let size = FigureFormat.bytes(progress.bytes)
    let reason = end.ending.map { "; \($0)" } ?? ""
    return
      "recorded \(FigureText.count(end.events)) transitions of \(title), \(lost), in \(size)\(reason)"
  }

  /// Returns `server-4711.tidemark` for `server (4711)`.
  static func fileName(_ title: String) -> String {
    let words = title.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    return words.joined(separator: "-") + ".tidemark"
  }
}
