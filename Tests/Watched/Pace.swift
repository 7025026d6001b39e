/// Work that is the same in every second, as far as the machine keeps up.
enum Pace {
  /// A hundred times a second, makes twenty tasks that each call an actor.
  static func begin() {
    let keeper = Ledgerkeeper()
    Task.detached(name: "pacer") {
      var next = ContinuousClock.now
      while true {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<20 { group.addTask { await keeper.add() } }
        }
        next += .milliseconds(10)
        try? await Task.sleep(until: next, clock: .continuous)
      }
    }
  }
}
