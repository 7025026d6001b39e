import Testing
import Tidemark
import TidemarkBaselines

/// Measured work inside of measured work.
@Suite struct NestingTests {
  @Test func outerIncludesInner() async {
    let outer = Bracket.open()
    await Task {}.value
    let inner = Bracket.open()
    for _ in 0..<3 { await Task {}.value }
    inner.leave()
    let innerUsage = inner.close()
    await Task {}.value
    outer.leave()
    let outerUsage = outer.close()
    #expect(innerUsage[.tasksCreated] == 3)
    #expect(outerUsage[.tasksCreated] == 5)
    #expect(outerUsage[.tasksCompleted] == 5)
  }

  @Test func threeLevelsWithPeaks() async {
    let first = Bracket.open()
    let gate = Gate()
    async let waiting: Void = gate.wait()
    let second = Bracket.open()
    let third = Bracket.open()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { await gate.wait() } }
      await gate.open()
    }
    third.leave()
    let thirdUsage = third.close()
    second.leave()
    let secondUsage = second.close()
    await waiting
    first.leave()
    let firstUsage = first.close()
    #expect(thirdUsage[.tasksCreated] == 10)
    #expect(secondUsage[.tasksCreated] == 10)
    #expect(firstUsage[.tasksCreated] == 11)
    #expect(thirdUsage[.tasksPeakLive] == 10)
    #expect(secondUsage[.tasksPeakLive] == 10)
    #expect(firstUsage[.tasksPeakLive] ?? 0 >= 10)
  }

  @Test func innerBracketsOneAfterTheOtherReuseTheirSlots() async {
    let outer = Bracket.open()
    for _ in 0..<200 {
      let inner = Bracket.open()
      await Task {}.value
      inner.leave()
      #expect(inner.close()[.tasksCreated] == 1)
    }
    outer.leave()
    #expect(outer.close()[.tasksCreated] == 200)
  }

  @Test func leakOfAnInnerBracketIsOneOfTheOuter() async {
    let gate = Gate()
    let outer = Bracket.open()
    let inner = Bracket.open()
    let task = Task { await gate.wait() }
    inner.leave()
    #expect(inner.close()[.tasksLeaked] == 1)
    outer.leave()
    #expect(outer.close()[.tasksLeaked] == 1)
    await gate.open()
    await task.value
  }

  @Test func closingWorkThatItsOwnerHasReturnedFromLeavesTheOwnerAlone() async {
    let first = Bracket.open()
    await Task {}.value
    first.leave()
    first.returnToOuter()
    let second = Bracket.open()
    await Task {}.value
    #expect(first.close()[.tasksCreated] == 1)
    for _ in 0..<2 { await Task {}.value }
    second.leave()
    #expect(second.close()[.tasksCreated] == 3)
  }
}
