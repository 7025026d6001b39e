import Foundation
import TidemarkLedger
import TidemarkLive
import TidemarkStatistics
import TidemarkTerminal

/// Reads ledgers that were damaged, as a viewer reads those of processes that mean it harm.
///
/// With --recordings it reads recordings that were damaged, instead.
///
/// Usage: TidemarkFuzz [--recordings] [--runs N] [--seed S] [--first CASE] [--verbose] [--corpus FOLDER]
///
/// A case is the same for the same seed and number. What ends in a trap or a signal is a fault of the
/// reader; so is a look that takes too long. To see which case it was, run again with --verbose.
@main
enum Fuzz {
  /// How many seconds of processor time a case may take, with everything that there is to read as long
  /// as it can be.
  static let patience = 20.0

  static func main() throws {
    let options = FuzzOptions(CommandLine.arguments)
    if options.readsRecordings { return try FuzzedRecording.run(options) }
    guard let ledger = FuzzedLedger() else {
      print("error: no sealed memory")
      exit(1)
    }
    var tally = FuzzTally()
    if let folder = options.corpus {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      where !name.hasSuffix(".tidemark") {
        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        let damages = text.split(separator: "\n").compactMap { Damage($0) }
        for early in [damages.count, 0] {
          run("\(name)", damages, early: early, ledger, options, &tally)
        }
      }
    }
    for number in options.first..<options.first + options.runs {
      var random = SeededGenerator(seed: options.seed &* 0x1_0000_0001 &+ UInt64(number))
      let count = number == 0 ? 0 : Int(random.next() % 16) + 1
      let damages = (0..<count).map { _ in Damage(of: ledger, &random) }
      let early = Int(random.next() % UInt64(count + 1))
      run("case \(number)", damages, early: early, ledger, options, &tally)
      if tally.runs % 1000 == 0 {
        print(tally.text(seed: options.seed))
        fflush(nil)
      }
    }
    print(tally.text(seed: options.seed))
    if tally.opened == 0 || tally.slowest > patience { exit(1) }
  }

  /// Does some of the damage before a viewer opens the ledger, and the rest while it looks.
  private static func run(
    _ name: String, _ damages: [Damage], early: Int, _ ledger: FuzzedLedger,
    _ options: FuzzOptions, _ tally: inout FuzzTally
  ) {
    if options.isVerbose {
      print(name)
      for (index, damage) in damages.enumerated() {
        print("  \(index < early ? "before" : "after") \(damage)")
      }
      // What comes next may be the end.
      fflush(nil)
    }
    ledger.reset()
    for damage in damages.prefix(early) { damage.apply(to: ledger) }
    let start = processorTime()
    let process = PublishedProcess(
      pid: Int(getpid()), start: FuzzedLedger.processStart, descriptor: Int(ledger.file),
      version: Ledger.version)
    do throws(SourceError) {
      let source = try LocalSource(process)
      for damage in damages.dropFirst(early) { damage.apply(to: ledger) }
      tally.opened += 1
      try look(through: source, withText: tally.runs % 16 == 0)
    } catch {
      tally.refused += 1
    }
    let time = processorTime() - start
    if time > tally.slowest {
      tally.slowest = time
      tally.slowestName = name
    }
    tally.runs += 1
  }

  /// Seconds of processor time that this process has used.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Reads everything that a viewer can.
  private static func look(through source: LocalSource, withText: Bool) throws(SourceError) {
    var cursor = EventCursor()
    let snapshot = try source.snapshot(asking: [.times, .events])
    let tasks = try source.tasks(TaskQuery(stacks: true, symbols: withText))
    let events = try source.events(after: &cursor)
    let later = try source.events(after: &cursor)
    let again = try source.snapshot(asking: [])
    var screen = StillScreen(title: source.title)
    screen.take(snapshot)
    screen.take(tasks)
    screen.take(events)
    screen.take(later)
    screen.take(again)
    draw(&screen)
    _ = source.frames(at: Array(events.events.compactMap(\.place).prefix(withText ? 20 : 0)))
    guard withText else { return }
    let encoder = JSONEncoder()
    for value: any Encodable in [snapshot, tasks, events, later, again] {
      _ = try? encoder.encode(value)
    }
  }
}

extension Fuzz {
  /// Draws every view of what a viewer was given, as it is and in the past.
  static func draw(_ screen: inout StillScreen) {
    for keys in ["1", "2", "m", "<", "\u{1B}[D", " ", "3s", "4e", "5", "1 \u{1B}[D"] {
      screen.press(keys)
      _ = screen.text(columns: 120, rows: 40)
    }
  }
}

/// What there was of cases.
struct FuzzTally {
  var runs = 0
  var opened = 0
  var refused = 0
  /// Seconds.
  var slowest = 0.0
  var slowestName = ""

  func text(seed: UInt64) -> String {
    let milliseconds = Int(slowest * 1000)
    return "\(runs) runs with seed \(seed): \(opened) opened, \(refused) ended in an error; "
      + "the longest took \(milliseconds) ms (\(slowestName))"
  }
}

/// What the command line asks for.
struct FuzzOptions {
  var runs = 1000
  var seed: UInt64 = 1
  var first = 0
  var isVerbose = false
  var readsRecordings = false
  var corpus: String?

  init(_ arguments: [String]) {
    var words = arguments.dropFirst()
    while let word = words.popFirst() {
      switch word {
      case "--runs": runs = words.popFirst().flatMap { Int($0) } ?? runs
      case "--seed": seed = words.popFirst().flatMap { UInt64($0) } ?? seed
      case "--first": first = words.popFirst().flatMap { Int($0) } ?? first
      case "--recordings": readsRecordings = true
      case "--verbose": isVerbose = true
      case "--corpus": corpus = words.popFirst()
      default: break
      }
    }
  }
}
