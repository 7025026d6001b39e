import Testing
import TidemarkStatistics

@Suite struct MannWhitneyTests {
  /// Two samples and what SciPy 1.17.1 says of them, `mannwhitneyu(x, y, alternative="two-sided")`
  /// with `method="exact"` and `method="asymptotic"`.
  struct Known: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: [Double]
    var second: [Double]
    var u: Double
    var exact: Double
    var asymptotic: Double
    /// Whether a value is there twice, so that the exact distribution does not hold.
    var hasTies = false
  }

  static let known = [
    Known(
      testDescription: "nine each", first: [10.1, 10.4, 9.8, 10.9, 10.2, 10.6, 9.9, 10.3, 10.7],
      second: [10.5, 11.2, 10.8, 11.6, 11.0, 11.9, 10.45, 11.3, 11.4], u: 7,
      exact: 0.0018510900863842037, asymptotic: 0.003568628436933387),
    Known(
      testDescription: "eleven each, alike",
      first: [3.1, 4.7, 2.2, 9.9, 5.0, 6.1, 7.3, 1.8, 4.4, 5.6, 6.9],
      second: [3.3, 4.9, 2.0, 8.8, 5.2, 6.3, 7.5, 1.7, 4.2, 5.8, 7.1], u: 59,
      exact: 0.9487292892865649, asymptotic: 0.9476445296225945),
    Known(
      testDescription: "different sizes", first: [1.2, 3.4, 5.6],
      second: [0.9, 4.1, 7.7, 8.2, 9.5, 2.6, 10.3], u: 6,
      exact: 0.3833333333333333, asymptotic: 0.3619347669211923),
    Known(
      testDescription: "nothing in common", first: (1...9).map(Double.init),
      second: (11...19).map(Double.init), u: 0,
      exact: 4.113533525298231e-05, asymptotic: 0.00041229480206169127),
    Known(
      testDescription: "one each", first: [1.5], second: [2.5], u: 0, exact: 1, asymptotic: 1),
    Known(
      testDescription: "one against many", first: [20], second: (1...12).map(Double.init), u: 12,
      exact: 0.15384615384615385, asymptotic: 0.14157886335524383),
    Known(
      testDescription: "twelve against thirty",
      first: (0..<12).map { Double($0 * 29 % 97) + 0.5 },
      second: (0..<30).map { Double($0 * 31 % 89) + 0.25 }, u: 202,
      exact: 0.5544243004568971, asymptotic: 0.5494333195888388),
    Known(
      testDescription: "ties", first: [1, 2, 2, 3, 3, 3, 4, 5, 5],
      second: [2, 3, 4, 4, 5, 5, 6, 6, 7], u: 18.5,
      exact: 0.06252570958453312, asymptotic: 0.05390997255866893, hasTies: true),
    Known(
      testDescription: "identical samples", first: (1...9).map(Double.init),
      second: (1...9).map(Double.init), u: 40.5, exact: 1, asymptotic: 1, hasTies: true),
    Known(
      testDescription: "one value only", first: [5, 5, 5, 5, 5, 5, 5, 5, 5],
      second: [5, 5, 5, 5, 5, 5, 5, 5, 5], u: 40.5, exact: 1, asymptotic: 1, hasTies: true),
  ]

  @Test(arguments: known) func agreesWithSciPy(known: Known) {
    let sizes = UDistribution(known.first.count, known.second.count)
    func test(_ method: MannWhitneyTest.Method?) -> MannWhitneyTest {
      MannWhitneyTest(known.first, known.second, distribution: sizes, method: method)
    }
    #expect(test(.asymptotic).u == known.u)
    #expect(isClose(test(.asymptotic).p, known.asymptotic))
    #expect(isClose(test(.exact).p, known.exact))
    #expect(test(nil).method == (known.hasTies ? .asymptotic : .exact))
    #expect(test(nil).p == test(known.hasTies ? .asymptotic : .exact).p)
  }

  @Test(arguments: known) func orderOfTheSamplesDoesNotMatter(known: Known) {
    let one = MannWhitneyTest(
      known.first, known.second,
      distribution: UDistribution(known.first.count, known.second.count))
    let other = MannWhitneyTest(
      known.second, known.first,
      distribution: UDistribution(known.second.count, known.first.count))
    #expect(isClose(one.p, other.p))
    #expect(one.u + other.u == Double(known.first.count * known.second.count))
  }

  /// The values are those of `scipy.stats._mannwhitneyu._MWU(m, n).cdf(k)` in SciPy 1.17.1.
  @Test func distributionAgreesWithSciPy() {
    let known = [
      (3, 4, 2, 0.11428571428571428), (9, 9, 20, 0.038502673796791446),
      (11, 11, 30, 0.02365359099105229), (20, 25, 180, 0.05650561152861873),
      (50, 50, 1000, 0.04272560775913548),
    ]
    for (first, second, u, probability) in known {
      let sizes = UDistribution(first, second)
      #expect(sizes.isExact)
      #expect(isClose(sizes.cumulative(u), probability))
      #expect(sizes.cumulative(-1) == 0 && sizes.cumulative(first * second) == 1)
    }
    #expect(isClose(UDistribution(9, 9).smallestP, 2.0 / 48620))
  }

  /// Beyond the exact sizes the approximation goes on where the exact values end.
  @Test func approximationMeetsTheDistribution() {
    let large = UDistribution(51, 51)
    #expect(!large.isExact)
    let exact = UDistribution(50, 50)
    for share in [0.3, 0.4, 0.5, 0.6] {
      let difference =
        large.cumulative(Int(share * 2601)) - exact.cumulative(Int(share * 2500))
      #expect(abs(difference) < 0.01)
    }
  }

  /// Of samples from one population, the test calls no more different than its level says.
  @Test func falseAlarmsKeepToTheLevel() {
    var generator = SeededGenerator(seed: 7)
    let sizes = UDistribution(11, 11)
    let alarms = (0..<4000).count { _ in
      let values = (0..<22).map { _ in Double.random(in: 0..<1, using: &generator) }
      let p = MannWhitneyTest(
        Array(values[..<11]), Array(values[11...]), distribution: sizes
      ).p
      return p < 0.05
    }
    // 200 are expected, with a standard deviation of 14.
    #expect((140...250).contains(alarms))
  }
}

/// Returns whether two numbers agree in their first ten digits.
func isClose(_ one: Double, _ other: Double) -> Bool {
  abs(one - other) <= 1e-10 * max(abs(one), abs(other), 1e-300)
}
