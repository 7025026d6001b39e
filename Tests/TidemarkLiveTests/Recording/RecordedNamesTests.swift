import Testing

@testable import TidemarkLive

/// What lay at an address at a moment, as far as anybody knows.
@Suite struct RecordedNamesTests {
  private func look(_ time: Int64, _ name: String) -> RecordedExecutors {
    RecordedExecutors(
      time: time, executors: [ExecutorDescription(identity: 0xAA00, kind: .actor, name: name)])
  }

  @Test func anActorThatCameInAnothersPlaceIsNotTakenForIt() {
    var names = RecordedNames()
    // Looked at too late, and then in time.
    names.take(look(10, "0xaa00"))
    names.take(look(100, "Keeper"))
    names.take(look(200, "Keeper"))
    names.take(look(250, "0xaa00"))
    names.take(look(300, "Writer"))
    // Who lay there before the first look that found somebody?
    #expect(names.executorName(0xAA00, at: 0) == "Keeper?")
    #expect(names.executorName(0xAA00, at: 99) == "Keeper?")
    #expect(names.queueName(0xAA00, at: 99) == "Keeper")
    #expect(names.executorName(0xAA00, at: 100) == "Keeper")
    #expect(names.executorName(0xAA00, at: 200) == "Keeper")
    #expect(names.executorName(0xAA00, at: 201) == "0xaa00")
    #expect(names.executorName(0xAA00, at: 299) == "0xaa00")
    #expect(names.executorName(0xAA00, at: 300) == "Writer")
    #expect(names.executorName(0xAA00, at: 1000) == "Writer")
  }

  @Test func whatIsAlwaysThereHasNoDoubt() {
    var names = RecordedNames()
    names.take(
      RecordedExecutors(
        time: 100,
        executors: [
          ExecutorDescription(identity: 0, kind: .global, name: "global"),
          ExecutorDescription(identity: 0xBB00, kind: .main, name: "main"),
          ExecutorDescription(identity: 0xCC00, kind: .actor, name: "0xcc00"),
        ]))
    #expect(names.executorName(0, at: 1) == "global")
    #expect(names.executorName(0xBB00, at: 1) == "main")
    #expect(names.executorName(0xCC00, at: 1) == "0xcc00")
  }
}
