import Testing
import Tidemark

@Suite struct LimitTests {
  @Test func everyKindOfRangeHasItsBounds() {
    #expect(Limit(.hops, ...12) == Limit(metric: .hops, highest: 12))
    #expect(Limit(.hops, ..<12) == Limit(metric: .hops, highest: 11))
    #expect(Limit(.hops, 0...0) == Limit(metric: .hops, lowest: 0, highest: 0))
    #expect(Limit(.hops, 1..<3) == Limit(metric: .hops, lowest: 1, highest: 2))
    #expect(Limit(.hops, 5...) == Limit(metric: .hops, lowest: 5))
    #expect(Limit(.hops, ...Int.max) == Limit(metric: .hops, highest: .max))
  }

  @Test func onlyAMeasuredFigureBreaksALimit() {
    let limit = Limit(.hops, 1...2)
    #expect(limit.breach(by: Usage(figures: [.hops: .measured(2)])) == nil)
    #expect(limit.breach(by: Usage(figures: [.hops: .measured(3)]))?.contains("above") == true)
    #expect(limit.breach(by: Usage(figures: [.hops: .measured(0)]))?.contains("below") == true)
    #expect(limit.breach(by: Usage(figures: [.hops: .shared(3)])) == nil)
    #expect(limit.breach(by: Usage(figures: [.hops: .unavailable(reason: "no")])) == nil)
  }
}
