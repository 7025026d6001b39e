#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// A thread of one's own, for work that may wait and that no pool is asked for.
package struct OwnThread: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Why no thread can be started.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  private let thread: pthread_t

  /// Starts a thread; somebody has to wait for it or let go of it.
  package init(_ run: @escaping @Sendable () -> Void) throws(Refusal) {
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    if code != 0 {
      body.release()
      throw Refusal(description: "no thread can be started: \(String(cString: strerror(code)))")
    }
    self.thread = thread
  }

  /// Waits until it has ended.
  package func join() { pthread_join(thread, nil) }

  /// Lets it go on by itself.
  package func detach() { pthread_detach(thread) }
}
