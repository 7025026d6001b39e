private import CTestSupport
import Synchronization
import Tidemark
import TidemarkLedger

/// Creations at more places than events have room to name.
enum Places {
  private struct Counts {
    var cursor = EventPositions()
    var created = 0
    var whole = 0
    var cut = 0
    var unknown = 0
    var lost = 0
    /// How many were not read yet.
    var waiting = 0
    var places: Set<[UInt64]> = []

    mutating func read() {
      let reading = Watch.ledger.events(from: &cursor)
      waiting = 0
      lost += reading.lost
      for event in reading.events where event.kind == .created {
        created += 1
        let stack = event.place.map { Watch.ledger.stack(ofPlace: $0) } ?? []
        switch stack.count {
        case 0: unknown += 1
        case 1: cut += 1
        default:
          whole += 1
          places.insert(stack)
        }
      }
    }
  }

  private static let counts = Mutex(Counts())

  static func many() {
    Watch.ask(times: 600_000, events: 600_000)
    counts.withLock { $0.cursor = Watch.ledger.eventPositions() }
    test_callOnManyStacks(2) {
      Task.detached {}
      Places.counts.withLock { counts in
        counts.waiting += 1
        if counts.waiting == 2000 { counts.read() }
      }
    }
    counts.withLock { counts in
      counts.read()
      print("created: \(counts.created)")
      print("lost: \(counts.lost)")
      print("unknown: \(counts.unknown)")
      print("whole and cut: \(counts.whole + counts.cut)")
      print("cut and told of: \(counts.cut == Watch.ledger.losses.places)")
      // Some that are left free lie too far from where they were looked for.
      print("nearly all used: \((15_000...16_384).contains(counts.places.count))")
    }
  }
}
