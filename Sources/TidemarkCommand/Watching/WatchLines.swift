import TidemarkBaselines
import TidemarkLive

/// Draws looks at a process as lines of text, one for each interval.
struct WatchLines {
  /// How often the titles are repeated.
  static let repeats = 20

  private static let columns: [(title: String, width: Int)] = [
    ("TIME", 8), ("CPU%", 5), ("TASKS", 6), ("RUN", 3), ("QUEUED", 6), ("NEW/s", 7),
    ("JOBS/s", 7), ("HOPS/s", 7), ("THR", 3), ("HEAP", 9), ("RSS", 9),
  ]

  private var count = 0

  /// Returns the line of a look, with the titles above it where they are due.
  mutating func lines(_ snapshot: Snapshot, rates: FigureRates?) -> [String] {
    defer { count += 1 }
    let figures = snapshot.figures
    let cells = [
      Self.clock(snapshot.wallTime), FigureFormat.percent(rates?.processors),
      FigureFormat.count(figures.tasksLive), FigureFormat.count(figures.tasksRunning),
      FigureFormat.count(figures.tasksEnqueued), FigureFormat.rate(rates?.tasksCreated),
      FigureFormat.rate(rates?.jobsRun), FigureFormat.rate(rates?.hops),
      FigureFormat.count(figures.threads), FigureFormat.bytes(figures.heapInUse),
      FigureFormat.bytes(figures.resident),
    ]
    let titles = count % Self.repeats == 0 ? [Self.line(Self.columns.map(\.title))] : []
    return titles + [Self.line(cells) + Self.remarks(snapshot)]
  }

  /// What makes the figures of a look less than the whole truth.
  private static func remarks(_ snapshot: Snapshot) -> String {
    var remarks: [String] = snapshot.process.isStopped ? ["stopped"] : []
    let lost = snapshot.losses.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    remarks += lost.map { "lost: \($0.key) \(FigureText.count($0.value))" }
    return remarks.isEmpty ? "" : "  (\(remarks.joined(separator: ", ")))"
  }

  private static func line(_ cells: [String]) -> String {
    zip(cells, columns).map { TextMeasure.right($0, $1.width) }.joined(separator: " ")
  }

  /// Returns the time of day, universal time: `14:03:59`.
  private static func clock(_ wallTime: Int64) -> String {
    let seconds = Int(wallTime / 1_000_000_000) % 86_400
    return [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
