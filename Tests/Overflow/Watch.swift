private import CTidemarkProbe
import Glibc
import Tidemark
import TidemarkLedger

/// How this program watches itself.
enum Watch {
  static func now() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  /// Asks for times, and for transitions, for so many milliseconds from now.
  static func ask(times: UInt64, events: UInt64) {
    let now = now()
    tidemark_ask(
      times == 0 ? 0 : now + times * 1_000_000, events == 0 ? 0 : now + events * 1_000_000)
  }

  static var ledger: Ledger {
    guard let ledger = Bracket.processLedger else { fatalError("there is no ledger") }
    return ledger
  }
}
