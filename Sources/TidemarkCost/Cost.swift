#if TIDEMARK_LINKED
  import Tidemark
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

    /// Prints how much of the ledger is resident while tasks wait.
    private static func measureMemory(_ count: Int) async {
      let before = Bracket.residentLedgerBytes
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
      let after = Bracket.residentLedgerBytes
      print("ledgerBytes", after)
      print("ledgerBytesPerTask", Double(after - before) / Double(count))
      for continuation in waiting { continuation.resume() }
    }
  #endif
}
