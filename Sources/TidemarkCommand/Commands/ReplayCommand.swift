import ArgumentParser
import TidemarkLive
import TidemarkTerminal

/// Shows a recording.
struct ReplayCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show a recording, at any speed, step by step and backwards.",
    discussion: """
      Without a terminal, prints a line for each transition: the time since the beginning, the \
      thread, what happened, and to which task.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      """
      Seconds of the recording for a second of yours; below 1, such as 0.001, in slow motion, \
      transition by transition. Lines come at once without it.
      """,
      valueName: "speed"))
  var speed: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where to begin, from the beginning or, if negative, the end.", valueName: "seconds"))
  var at: Double?

  @Flag(help: "Print lines even on a terminal.")
  var plain = false

  func validate() throws {
    if let speed, !(0.000001...1000).contains(speed) {
      throw ValidationError("--speed has to be from 0.000001 to 1000")
    }
  }

  func perform(_ host: Host) throws -> Int32 {
    let source = try RecordingSource(host.absolute(file))
    let length = Double(source.span.upperBound - source.span.lowerBound) / 1e9
    if let at, at > length {
      throw ValidationError("--at \(at) is behind the end of the recording, which has \(length) s")
    }
    let begin = Self.time(at, in: source.span)
    guard Console.isOutputTerminal, !plain else {
      for remark in Self.remarks(source.file) { Console.error("tidemark: \(remark)") }
      return try ReplayLines(source: source, speed: speed, begin: begin).run()
    }
    let playback = Playback(
      mode: at == nil || speed != nil ? .playing : .frozen, position: begin, speed: speed ?? 1)
    let viewer = Viewer(
      source: source,
      options: ViewerOptions(
        // So slowly there are transitions to see, and looks to wait for.
        playback: playback, isSlow: playback.speed < 1, variables: host.variables))
    if case .signalled(let number) = try viewer.run() { return 128 + number }
    return 0
  }

  /// Returns a moment that is named by its distance from an end.
  static func time(_ seconds: Double?, in span: ClosedRange<Int64>) -> Int64 {
    guard let seconds else { return span.lowerBound }
    let limited = min(max(seconds, -1e9), 1e9)
    let distance = Int64(limited * 1_000_000_000)
    let time = seconds < 0 ? span.upperBound + distance : span.lowerBound + distance
    return min(max(time, span.lowerBound), span.upperBound)
  }

  /// What a person has to know of a recording before looking at it.
  static func remarks(_ file: RecordingFile) -> [String] {
    var remarks: [String] = []
    if let header = file.headers.first {
      let subject = header.subject.map { " of \($0)" } ?? ""
      remarks.append("recording\(subject) of \(header.process.name) (\(header.process.pid))")
    }
    if let damage = file.damage {
      remarks.append("warning: \(damage)")
    } else if file.end == nil {
      remarks.append("warning: the recording has no end: it was cut short after its last block")
    }
    if file.lost > 0 {
      remarks.append("warning: \(file.lost) transitions are missing; they are shown as gaps")
    }
    return remarks
  }
}
