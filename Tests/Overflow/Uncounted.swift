private import CTestSupport
import Tidemark
import TidemarkLedger

private final class Account: Sendable {
  // Each account is one child task's own.
  nonisolated(unsafe) var sum = 0
}

/// Keeps its access open while it is suspended and goes on on whatever thread.
private func add(to sum: inout Int) async {
  for _ in 0..<50 { await Task.yield() }
  sum += 1
}

/// Work of a process in which the probe is switched off, or of a forked child.
enum Uncounted {
  /// Does some of all that is counted otherwise, and prints what was counted.
  static func work() async {
    let before = counters()
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<64 {
        group.addTask {
          let account = Account()
          for _ in 0..<50 { await add(to: &account.sum) }
          return account.sum
        }
      }
      print("sum: \(await group.reduce(0, +))")
    }
    await MainActor.run { test_mallocAndFree(100, 100) }
    test_runThreadThatExits()
    print("counted: \(counters() == before ? "nothing" : "something")")
  }

  /// Measures in a forked child, and then where it was forked.
  static func fork() {
    print("exit: \(test_runInChild { Uncounted.measure("child") })")
    measure("parent")
  }

  private static func measure(_ step: String) {
    let bracket = Bracket.open()
    test_mallocAndFree(100, 100)
    bracket.leave()
    Overflow.report(step, bracket.close())
  }

  private static func counters() -> Counters? {
    Bracket.processLedger.map { ledger in
      var sum = ledger.counters(of: Ledger.unattributed)
      sum.add(ledger.counters(of: Ledger.harness))
      return sum
    }
  }
}
