#if TIDEMARK_LINKED
  import Tidemark
#endif

/// Runs one workload and prints how long an operation took, in nanoseconds.
///
/// The script `Tests/cost/run` builds it twice, with the probe and without, and compares.
@main
struct Cost {
  static func main() async {
    for name in CommandLine.arguments.dropFirst() {
      if let workload = Workload(rawValue: name) {
        await workload.run()
        let clock = ContinuousClock()
        let time = await clock.measure { await workload.run() }
        print(name, time / .nanoseconds(workload.count))
      } else {
        #if TIDEMARK_LINKED
          await measureOwn(name)
        #endif
      }
    }
  }

  #if TIDEMARK_LINKED
    private static func measureOwn(_ name: String) async {
      switch name {
      case "bracket":
        for _ in 0..<100 { emptyBracket() }
        let time = ContinuousClock().measure { for _ in 0..<1000 { emptyBracket() } }
        print("bracket", time / .nanoseconds(1000))
      case "bracketInTask":
        let time = await Task {
          for _ in 0..<100 { emptyBracket() }
          return ContinuousClock().measure { for _ in 0..<1000 { emptyBracket() } }
        }.value
        print("bracketInTask", time / .nanoseconds(1000))
      case "memory":
        await measureMemory(10_000)
      case "memoryMillion":
        await measureMemory(1_000_000)
      default:
        print("no workload is called", name)
      }
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
