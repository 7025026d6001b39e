import Testing
import TidemarkStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct EstimateTests {
  private func estimate(
    _ before: [Double], _ after: [Double], confidence: Double = 0.95
  ) -> RatioEstimate {
    RatioEstimate(
      of: after, to: before, confidence: confidence,
      distribution: UDistribution(before.count, after.count))
  }

  /// The values are those of R's `wilcox.test(log(after), log(before), conf.int = TRUE)`, raised to
  /// the power of e.
  @Test func ratioAndIntervalAgreeWithR() throws {
    let before = [10.1, 10.4, 9.8, 10.9, 10.2, 10.6, 9.9, 10.3, 10.7]
    let after = [10.5, 11.2, 10.8, 11.6, 11.0, 11.9, 10.45, 11.3, 11.4]
    let nine = estimate(before, after)
    #expect(isClose(nine.ratio, 1.0769230769230766))
    #expect(isClose(try #require(nine.interval).lowerBound, 1.0294117647058825))
    #expect(isClose(try #require(nine.interval).upperBound, 1.1262135922330099))
    let sure = try #require(estimate(before, after, confidence: 0.99).interval)
    #expect(isClose(sure.lowerBound, 1.0145631067961167))
    #expect(isClose(sure.upperBound, 1.1442307692307692))
    let sizes = estimate(
      [1.2, 3.4, 5.6], [0.9, 4.1, 7.7, 8.2, 9.5, 2.6, 10.3], confidence: 0.9)
    #expect(isClose(sizes.ratio, 1.8392857142857142))
    #expect(isClose(try #require(sizes.interval).lowerBound, 0.4642857142857143))
    #expect(isClose(try #require(sizes.interval).upperBound, 6.833333333333333))
  }

  @Test func smallSamplesHaveNoInterval() {
    #expect(estimate([1], [2]).interval == nil)
    #expect(isClose(estimate([1], [2]).ratio, 2))
    #expect(estimate([1, 2, 3], [4, 5, 6]).interval == nil)
  }

  @Test func superiorityCountsPairs() {
    #expect(estimate([1, 2, 3], [4, 5, 6]).superiority == 1)
    #expect(estimate([4, 5, 6], [1, 2, 3]).superiority == 0)
    #expect(estimate([1, 2], [1, 2]).superiority == 0.5)
    #expect(estimate([1, 2], [1.5, 1.75]).superiority == 0.5)
  }

  /// The interval and the test look at the same pairs, so they never disagree.
  @Test func intervalAndTestAgree() throws {
    var generator = SeededGenerator(seed: 11)
    let sizes = UDistribution(11, 11)
    var counts = (inside: 0, outside: 0)
    for _ in 0..<300 {
      let before = (0..<11).map { _ in Double.random(in: 1..<1.2, using: &generator) }
      let after = (0..<11).map { _ in Double.random(in: 1.05..<1.25, using: &generator) }
      let p = MannWhitneyTest(before, after, distribution: sizes).p
      let interval = try #require(estimate(before, after).interval)
      #expect((p > 0.05) == interval.contains(1))
      if p > 0.05 { counts.inside += 1 } else { counts.outside += 1 }
    }
    #expect(counts.inside > 30 && counts.outside > 30)
  }

  /// The values are those of `multipletests(p, method="holm")` in statsmodels 0.15.0 and of
  /// `p.adjust(p, "holm")` in R.
  @Test func holmAgreesWithStatsmodels() {
    let values = HolmCorrection.adjusted([0.01, 0.04, 0.03, 0.005, 0.5, 0.03])
    for (value, known) in zip(values, [0.05, 0.12, 0.12, 0.03, 0.5, 0.12]) {
      #expect(isClose(value, known))
    }
    #expect(HolmCorrection.adjusted([]).isEmpty)
    #expect(HolmCorrection.adjusted([0.7, 0.6]) == [1, 1])
  }

  /// The values are those of `scipy.stats.norm` in SciPy 1.17.1.
  @Test func normalDistributionAgreesWithSciPy() {
    for (z, cumulative, tail) in [
      (0.0, 0.5, 0.5), (1, 0.8413447460685429, 0.15865525393145707),
      (-3.5, 0.00023262907903552502, 0.9997673709209645),
      (8, 0.9999999999999993, 6.22096057427174e-16),
      (20, 1, 2.7536241186061556e-89),
    ] {
      #expect(isClose(NormalDistribution.cumulative(z), cumulative))
      #expect(isClose(NormalDistribution.upperTail(z), tail))
    }
    for (probability, quantile) in [
      (0.25, 0.6744897501960817), (0.2, 0.8416212335729142), (0.025, 1.9599639845400545),
      (1e-6, 4.753424308822899),
    ] {
      #expect(isClose(NormalDistribution.upperQuantile(probability), quantile))
    }
  }

  @Test func median() {
    #expect(TidemarkStatistics.median(of: []) == 0)
    #expect(TidemarkStatistics.median(of: [3, 1, 2]) == 2)
    #expect(TidemarkStatistics.median(of: [4, 1, 3, 2]) == 2.5)
  }

  /// With as many values as the formula asks for, the test finds the difference about as often.
  @Test(arguments: [(0.02, 1.02), (0.05, 1.05), (0.05, 1.1)])
  func sizeThatIsNamedIsEnough(deviation: Double, ratio: Double) throws {
    var generator = SeededGenerator(seed: 5)
    func sample(_ size: Int, factor: Double) -> [Double] {
      (0..<size).map { _ in
        let tail = Double.random(in: 0x1p-53..<1, using: &generator)
        return factor * exp(deviation * NormalDistribution.upperQuantile(tail))
      }
    }
    let spread = estimate(sample(40, factor: 1), sample(40, factor: 1)).spread
    #expect(abs(spread / (deviation * 2.0.squareRoot()) - 1) < 0.3)
    let size = try #require(
      SampleSize.each(toTell: ratio, spread: deviation * 2.0.squareRoot(), level: 0.05))
    func found(_ size: Int) -> Int {
      let sizes = UDistribution(size, size)
      return (0..<1000).count { _ in
        MannWhitneyTest(
          sample(size, factor: 1), sample(size, factor: ratio), distribution: sizes
        ).p < 0.05
      }
    }
    #expect(found(size) > 750)
    #expect(found(size / 2) < 650)
  }

  @Test func sizesAtTheEdges() {
    // 2 / C(2n, n): 0.1 for 3, 0.029 for 4.
    #expect(SampleSize.smallest(level: 0.05) == 4)
    #expect(SampleSize.smallest(level: 0.05 / 100) == 8)
    #expect(SampleSize.each(toTell: 1.02, spread: 0, level: 0.05) == 6)
    #expect(SampleSize.each(toTell: 1.02, spread: 0, level: 1e-9) == 33)
    #expect(SampleSize.each(toTell: 1.0001, spread: 0.2, level: 0.05) == nil)
  }

  @Test func generatorIsSplitMix64() {
    // The first values of the reference implementation for the seed 1234567.
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() }
        == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }
}
