import TidemarkBaselines
import TidemarkLive

/// Says how far a recording is: one line that is rewritten on a terminal, nothing elsewhere.
final class RecordingLine {
  private let isLive: Bool
  private let columns: Int
  private let title: String
  private var next: Int64 = 0
  private var earlier = Recorder.Progress()

  init(_ host: Host, title: String) {
    isLive = Console.isErrorTerminal && host.variables["TERM"] != "dumb"
    columns = max(20, Console.width ?? 80)
    self.title = title
    if !isLive { Console.error("tidemark: recording \(title)") }
  }

  /// Shows the figures, some times a second.
  func show(_ progress: Recorder.Progress) {
    guard isLive, progress.elapsed >= next else { return }
    next = progress.elapsed + 250_000_000
    let text = Self.text(title, progress, since: earlier)
    earlier = progress
    Console.error("\r\u{1B}[K\(BaselineText.truncated(text, to: columns - 1))", terminator: "")
  }

  func clear() { if isLive { Console.error("\r\u{1B}[K", terminator: "") } }

  static func text(
    _ title: String, _ progress: Recorder.Progress, since earlier: Recorder.Progress
  ) -> String {
    let time = Double(progress.elapsed - earlier.elapsed) / 1_000_000_000
    let rate = time > 0 ? Double(progress.events - earlier.events) / time : nil
    return [
      "recording \(title)", FigureFormat.age(nanoseconds: progress.elapsed),
      "\(FigureFormat.count(progress.events)) transitions", "\(FigureFormat.rate(rate))/s",
      "\(FigureFormat.count(progress.lost)) lost", FigureFormat.bytes(progress.bytes),
      "Ctrl-C ends",
    ].joined(separator: " · ")
  }
}
