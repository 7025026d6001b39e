private import Synchronization
import TidemarkLedger

/// The kinds of the executors that transitions named, for the time until their names are asked for.
final class ExecutorKinds: Sendable {
  private let kinds = Mutex<[UInt64: ExecutorRecord.Kind]>([:])

  /// A program that makes more actors than this has some without a name.
  private static let limit = 100_000

  func note(_ events: [EventRecord]) {
    kinds.withLock { kinds in
      var last: UInt64 = 0
      for event in events {
        guard let executor = event.executor, executor.identity != 0, executor.identity != last
        else {
          continue
        }
        last = executor.identity
        if kinds.count >= Self.limit { kinds = [:] }
        kinds[executor.identity] = executor.kind
      }
    }
  }

  func kind(of identity: UInt64) -> ExecutorRecord.Kind? { kinds.withLock { $0[identity] } }
}

extension LocalSource {
  /// Returns what runs jobs at addresses that transitions have named, while the process is alive.
  package func executors(_ identities: [UInt64]) -> [ExecutorDescription] {
    identities.compactMap { identity in
      guard identity != 0 else { return .global }
      return executorKinds.kind(of: identity).map {
        describe(ExecutorRecord(identity: identity, kind: $0))
      }
    }
  }
}
