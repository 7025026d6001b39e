private import CTestSupport
private import Foundation
private import Synchronization

/// What a thread does without, alone of its process.
public enum MissingRight: Sendable {
  /// To read the memory of other processes, as where the kernel lets only root do that.
  case readingMemory
  /// To look into processes that have more rights than itself; nobody but root has it to begin with.
  case tracing
}

/// Does something on a thread that lacks a right, as do the programs that are started there.
public func without<Result: Sendable>(
  _ right: MissingRight, _ body: @escaping @Sendable () throws -> Result
) throws -> Result {
  let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
  let isDone = DispatchSemaphore(value: 0)
  // Of all that the thread gives up, nothing comes back, so it can't be one that others use.
  let thread = Thread {
    let isRefused =
      switch right {
      case .readingMemory: test_refuseReading()
      case .tracing: test_giveUpTracing()
      }
    let result = Swift.Result {
      guard isRefused else { throw CocoaError(.featureUnsupported) }
      return try body()
    }
    outcome.withLock { $0 = result }
    isDone.signal()
  }
  thread.start()
  isDone.wait()
  guard let result = outcome.withLock({ $0 }) else { throw CocoaError(.featureUnsupported) }
  return try result.get()
}
