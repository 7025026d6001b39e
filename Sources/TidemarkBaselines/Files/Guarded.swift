private import CTidemarkHarness
private import Synchronization

/// A value behind a lock that the Thread Sanitizer can see.
///
/// The sanitizer does not know the lock of `Synchronization` on Linux and would report what it guards
/// as a race in the user's test run.
package final class Guarded<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  /// Creates a guarded value.
  package init(_ value: Value) {
    mutex = Mutex(value)
  }

  /// Runs a closure on the value while no other one runs.
  package func withLock<Result: Sendable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try mutex.withLock { value throws(Failure) in
      let address = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
      tidemark_sanitizerAcquire(address)
      defer { tidemark_sanitizerRelease(address) }
      return try body(&value)
    }
  }
}
