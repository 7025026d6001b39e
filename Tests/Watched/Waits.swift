/// Tasks each of which waits in one way only, again and again.
enum Waits {
  static func begin() {
    Task.detached(name: "sleeper") {
      while true { try? await Task.sleep(for: .milliseconds(1)) }
    }
    Task.detached(name: "timekeeper") {
      let clock = ContinuousClock()
      while true { try? await clock.sleep(until: clock.now + .milliseconds(1)) }
    }
    Task.detached(name: "parent") {
      while true {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { try? await Task.sleep(for: .milliseconds(5)) }
        }
      }
    }
    let (stream, sender) = AsyncStream.makeStream(of: Int.self)
    Task.detached(name: "listener") {
      for await _ in stream {}
    }
    Task.detached(name: "asker") {
      while true {
        await withCheckedContinuation { continuation in
          // After the task has left its thread.
          Task.detached {
            try? await Task.sleep(for: .milliseconds(1))
            continuation.resume()
            sender.yield(1)
          }
        }
      }
    }
  }
}
