import TidemarkBaselines
import TidemarkLedger

/// Fills a table of the ledger and prints what the probe says of it, line by line.
///
/// Or works where the probe is switched off, in a forked child, so that slots are used again and again, or
/// watches itself.
///
/// A full table is felt by everything that is measured in the process, so this is no test that could
/// run beside others.
@main
struct Overflow {
  static func main() async {
    switch CommandLine.arguments.dropFirst().first {
    case "none": await Tables.manyTasks(1_000_000)
    case "tasks": await Tables.manyTasks(2_200_000)
    case "leaks": await Tables.manyLeaks(20_000)
    case "scopes": await Tables.manyScopes()
    case "threads": Tables.manyThreads()
    case "held": Tables.heldThreads()
    case "blocks": await Tables.manyBlocks()
    case "sites": Tables.manySites()
    case "uncounted": await Uncounted.work()
    case "forked": Uncounted.fork()
    case "recycled": await Recycling.work()
    case "lapped": Rings.lapped()
    case "rings": Rings.manyThreads()
    case "passedOn": Rings.oneAfterTheOther()
    case "places": Places.many()
    case "leases": await Leases.work()
    case "watchedFork": await Leases.fork()
    case "stories": await Stories.work()
    default:
      print(
        """
        usage: TidemarkOverflow none|tasks|leaks|scopes|threads|held|blocks|sites|uncounted|forked|\
        recycled|lapped|rings|passedOn|places|leases|watchedFork|stories
        """)
    }
  }

  /// Prints figures, losses and what a comparison makes of them.
  static func report(_ step: String, _ usage: Usage) {
    for metric in Metric.allCases {
      switch usage.figures[metric] {
      case .measured(let value), .shared(let value): print("\(step) \(metric.name): \(value)")
      case .unavailable(let reason): print("\(step) \(metric.name): \(reason)")
      case nil: print("\(step) \(metric.name): none")
      }
    }
    for loss in usage.losses { print("\(step) lost \(loss.what): \(loss.count)") }
    let measurement = TestMeasurement(
      identity: TestIdentity(target: "Overflow", suite: "Overflow", name: step),
      library: .swiftTesting, usage: usage, limits: [Limit(metric: .tasksLeaked, highest: 0)],
      usesBaseline: false)
    let outcome = Comparison(environment: environment).judge(measurement, against: nil)
    print("\(step) status: \(outcome.status)")
    for note in outcome.notes { print("\(step) note: \(note)") }
  }

  private static let environment = Environment(
    platform: "linux-x86_64", swift: "6.3", configuration: "debug", mode: "serial", poolWidth: 1)
}
