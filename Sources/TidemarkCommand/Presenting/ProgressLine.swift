import TidemarkBaselines

/// Says what the command does: one line that is rewritten on a terminal, plain lines elsewhere.
final class ProgressLine {
  /// How long nothing is said in a log before a line tells that the command is alive.
  static let patience: Duration = .seconds(20)

  private let isLive: Bool
  private let columns: Int
  private var name = ""
  private var total: Int?
  private var shown = ""
  private var begin = ContinuousClock.now
  private var lastSign = ContinuousClock.now

  /// Creates a line that is rewritten on a terminal, or one that is never.
  init(isLive: Bool, columns: Int = 80) {
    self.isLive = isLive
    self.columns = max(20, columns)
  }

  /// Creates a line that suits the place where the command runs.
  convenience init(_ host: Host) {
    let isLive =
      Console.isErrorTerminal && !host.isContinuousIntegration && host.variables["TERM"] != "dumb"
    self.init(isLive: isLive, columns: Console.width ?? 80)
  }

  /// Takes how many tests the first run is likely to have.
  func expect(tests: Int?) { total = tests }

  /// Begins a piece of work.
  func begin(_ name: String) {
    self.name = name
    begin = .now
    lastSign = begin
    if isLive { rewrite(name) } else { Console.error("tidemark: \(name)") }
  }

  /// Shows how far a run is.
  func show(_ state: ResultWatch.State) {
    say(Self.text(name: name, finished: state.finished, total: total, test: state.running.last))
  }

  /// Shows where a piece of work is, for example the last line of a build's output.
  func show(_ detail: String) {
    guard !detail.isEmpty else { return }
    say("\(name) · \(BaselineText.printable(detail))")
  }

  /// Returns whether a log has been silent for too long, and counts this as a sign if so.
  func isSilent(at now: ContinuousClock.Instant) -> Bool {
    guard now - lastSign >= Self.patience else { return false }
    lastSign = now
    return true
  }

  /// Ends a piece of work; the number of tests tells the next run how many to expect.
  func end(tests: Int? = nil) {
    total = tests ?? total
    guard !isLive else { return clear() }
    guard let tests else { return }
    let seconds = (ContinuousClock.now - begin).components
    let tenths = seconds.attoseconds / 100_000_000_000_000_000
    Console.error(
      "tidemark: \(name): \(BaselineText.counted(tests, "test")), \(seconds.seconds).\(tenths) s")
  }

  /// Leaves no trace of work that was given up.
  func abandon() { if isLive { clear() } }

  /// Returns the words of a run that is under way.
  static func text(name: String, finished: Int, total: Int?, test: String?) -> String {
    var parts = [name]
    if let total, total >= finished {
      parts.append("\(finished) of \(BaselineText.counted(total, "test"))")
    } else if finished > 0 {
      parts.append(BaselineText.counted(finished, "test"))
    }
    if let test { parts.append(BaselineText.printable(test)) }
    return parts.joined(separator: " · ")
  }

  private func say(_ text: String) {
    if isLive {
      rewrite(text)
    } else if isSilent(at: .now) {
      Console.error("tidemark: \(text)")
    }
  }

  private func clear() {
    rewrite("")
    shown = ""
  }

  private func rewrite(_ text: String) {
    let text = BaselineText.truncated(text, to: columns - 1)
    guard text != shown else { return }
    shown = text
    Console.error("\r\u{1B}[K\(text)", terminator: "")
  }
}
