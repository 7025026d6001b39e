#if TIDEMARK_LINKED
  private import CTidemarkProbe
  import Tidemark
  import TidemarkLedger
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs workloads and prints how long an operation took, and how much processor time in all threads
/// together, in nanoseconds.
///
/// The script `Tests/cost/run` builds it twice, with the probe and without, and compares.
@main
struct Cost {
  static func main() async {
    for name in CommandLine.arguments.dropFirst() {
      if let workload = Workload(rawValue: name) {
        await measure(workload)
      } else {
        #if TIDEMARK_LINKED
          await measureOwn(name)
        #endif
      }
    }
  }

  private static func measure(_ workload: Workload) async {
    #if TIDEMARK_LINKED
      // Where a test's own work would be counted.
      let bracket = Bracket.open()
    #endif
    await workload.run()
    let processor = processorTime()
    let time = await ContinuousClock().measure { await workload.run() }
    let processorNanoseconds = processorTime() - processor
    #if TIDEMARK_LINKED
      bracket.leave()
      _ = bracket.close()
    #endif
    print(
      workload.rawValue, time / .nanoseconds(workload.count),
      processorNanoseconds / Double(workload.count))
  }

  /// Returns the processor time of all threads of this process, in nanoseconds.
  private static func processorTime() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
  }

  #if TIDEMARK_LINKED
    private static func measureOwn(_ name: String) async {
      switch name {
      case "bracket": measureBracket(name)
      case "bracketInTask": await Task { measureBracket(name) }.value
      // What follows is measured while a viewer asks for times, or for transitions, too.
      case "times": tidemark_ask(.max, 0)
      case "events": tidemark_ask(.max, .max)
      case "readTasks": await measureReading(100_000)
      case "memory":
        await measureMemory(10_000)
      case "memoryMillion":
        await measureMemory(1_000_000)
      default:
        print("no workload is called", name)
      }
    }

    private static func measureBracket(_ name: String) {
      for _ in 0..<100 { emptyBracket() }
      let processor = processorTime()
      let time = ContinuousClock().measure { for _ in 0..<1000 { emptyBracket() } }
      print(name, time / .nanoseconds(1000), (processorTime() - processor) / 1000)
    }

    private static func emptyBracket() {
      let bracket = Bracket.open()
      bracket.leave()
      _ = bracket.close()
    }

    /// Prints how long it takes to read the records of tasks that wait, and their times.
    private static func measureReading(_ count: Int) async {
      guard let ledger = Bracket.processLedger else { return }
      let waiting = await suspend(count)
      var shortest = [Duration](repeating: .seconds(1), count: 2)
      for _ in 0..<20 {
        var tasks: [TaskRecord] = []
        let clock = ContinuousClock()
        shortest[0] = min(shortest[0], clock.measure { tasks = ledger.tasks { _ in true } })
        var known = 0
        let time = clock.measure {
          for task in tasks where ledger.times(of: task) != nil { known += 1 }
        }
        shortest[1] = min(shortest[1], time)
        guard tasks.count >= count else { return print("error: \(tasks.count) tasks") }
      }
      let each = shortest.map { $0 / .nanoseconds(count) }
      print("readTasks", each[0], "times", each[1])
      for continuation in waiting { continuation.resume() }
    }

    private static func suspend(_ count: Int) async -> [UnsafeContinuation<Void, Never>] {
      let (stream, feed) = AsyncStream<UnsafeContinuation<Void, Never>>.makeStream(
        bufferingPolicy: .unbounded)
      for _ in 0..<count {
        Task { await withUnsafeContinuation { _ = feed.yield($0) } }
      }
      var waiting: [UnsafeContinuation<Void, Never>] = []
      for await continuation in stream {
        waiting.append(continuation)
        if waiting.count == count { break }
      }
      return waiting
    }

    /// Prints how much of the ledger is resident while tasks wait.
    private static func measureMemory(_ count: Int) async {
      let before = Bracket.residentLedgerBytes
      let waiting = await suspend(count)
      let after = Bracket.residentLedgerBytes
      print("ledgerBytes", after)
      print("ledgerBytesPerTask", Double(after - before) / Double(count))
      for continuation in waiting { continuation.resume() }
    }
  #endif
}
