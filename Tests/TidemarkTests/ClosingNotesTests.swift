import Testing
import Tidemark
import TidemarkBaselines

@Suite struct ClosingNotesTests {
  private func tests(_ count: Int) -> Set<TestIdentity> {
    Set((0..<count).map { TestIdentity(target: "T", suite: "S", name: "t\($0)()") })
  }

  private func notes(_ count: Int) -> ClosingNotes {
    var notes = ClosingNotes()
    notes.risen = tests(count)
    notes.unconfirmed = tests(count)
    notes.missing = tests(count)
    notes.recorded = tests(count)
    return notes
  }

  @Test func oneTestIsSingular() {
    #expect(
      notes(1).lines == [
        "1 test has risen (S/t0()): undo the rise, or accept it: swift run tidemark accept",
        "1 test is above its recorded band (S/t0()), unconfirmed: swift run tidemark check",
        "1 test has no baseline (S/t0()); record it: swift run tidemark update",
        "recorded the figures of 1 test from one run; "
          + "for bands of several: swift run tidemark update",
      ])
  }

  @Test func severalTestsArePluralAndTheFirstAreNamed() {
    let names = "(S/t0(), S/t1(), S/t2() and 1 more)"
    #expect(
      notes(4).lines == [
        "4 tests have risen \(names): undo the rises, or accept them: swift run tidemark accept",
        "4 tests are above their recorded bands \(names), unconfirmed: swift run tidemark check",
        "4 tests have no baseline \(names); record them: swift run tidemark update",
        "recorded the figures of 4 tests from one run; "
          + "for bands of several: swift run tidemark update",
      ])
  }

  @Test func nothingToSayIsNoLine() {
    #expect(ClosingNotes().lines.isEmpty)
    var notes = ClosingNotes()
    notes.complaints = ["policy.json: color means nothing to this version"]
    #expect(notes.lines == notes.complaints)
  }
}
