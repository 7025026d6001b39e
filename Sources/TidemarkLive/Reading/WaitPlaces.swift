private import Synchronization
import TidemarkLedger

/// Tells transitions in which tasks begin to sleep from those in which they wait for another continuation,
/// by the same rule as lists of tasks.
///
/// There are few places at which tasks wait inside of the runtime, so each is looked up once.
final class WaitPlaces: Sendable {
  private static let limit = 20_000

  private let reasons = Mutex<[UInt64: TransitionEvent.Reason]>([:])

  /// Makes what names the runtime's functions ready, which takes longer than a ring may be left alone.
  func prepare(_ names: CodeNames) { names.prepare("libswift_Concurrency.so") }

  /// Returns why tasks were suspended by the places of these transitions.
  func reasons(
    of events: [EventRecord], ledger: Ledger, names: CodeNames
  ) -> [UInt64: TransitionEvent.Reason] {
    reasons.withLock { reasons in
      var last: UInt64?
      var missing: Set<UInt64> = []
      for event in events where event.kind == .suspended {
        guard let place = event.place, place != last else { continue }
        last = place
        if reasons[place] == nil { missing.insert(place) }
      }
      // Of a damaged ledger there may be any.
      if reasons.count > Self.limit { reasons = [:] }
      if !missing.isEmpty { Self.lookUp(missing, ledger, names, into: &reasons) }
      return reasons
    }
  }

  private static func lookUp(
    _ places: Set<UInt64>, _ ledger: Ledger, _ names: CodeNames,
    into reasons: inout [UInt64: TransitionEvent.Reason]
  ) {
    let resumes = places.map { (place: $0, functions: ledger.stack(ofPlace: $0)) }
    let kinds = WaitKinds(Set(resumes.lazy.flatMap(\.functions)), names: names)
    // Of a process that is gone, what was not looked up before is not known.
    if kinds.isUnknown { return }
    for (place, functions) in resumes {
      reasons[place] =
        kinds.kind(ofResumes: functions).flatMap { TransitionEvent.Reason($0) } ?? .unknown
    }
  }
}
