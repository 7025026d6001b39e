import Testing
import TidemarkBaselines

@Suite struct PolicyTests {
  private func parse(_ text: String) throws(PolicyError) -> Policy {
    try Policy(parsing: Array(text.utf8), path: "Baselines/policy.json")
  }

  @Test func defaultsFollowTheStability() {
    let policy = Policy()
    func rule(_ metric: Metric, _ stability: Stability? = nil) -> Policy.Rule {
      policy.rule(for: metric, of: .sample, stability: stability ?? metric.stability)
    }
    #expect(rule(.tasksCreated).tolerance == Tolerance())
    // One more of what the code decides is found; what the schedule decides may nearly double.
    let band = Tolerance(spread: 100)
    #expect(rule(.tasksCreated, .bounded).tolerance == band)
    #expect(rule(.hops).tolerance == band)
    #expect(rule(.threadsPeak).tolerance == band)
    let doubling = Tolerance(relative: 100, absolute: 2, spread: 100)
    let guarded: [Metric] = [
      .jobsEnqueued, .jobsRun, .queuePeakDepth, .tasksPeakLive, .tasksCancelled,
    ]
    for metric in guarded { #expect(rule(metric).tolerance == doubling) }
    let few = Tolerance(relative: 5, absolute: 2, spread: 100)
    #expect(rule(.heapAllocations).tolerance == few)
    #expect(rule(.objectsAllocated).tolerance == few)
    #expect(
      rule(.heapBytesAllocated).tolerance == Tolerance(relative: 5, absolute: 1024, spread: 100))
    #expect(
      rule(.heapPeakBytes).tolerance == Tolerance(relative: 25, absolute: 32768, spread: 100))
    #expect(
      rule(.heapLeakedBytes).tolerance == Tolerance(relative: 50, absolute: 8192, spread: 100))
    #expect(
      rule(.heapLeakedBlocks).tolerance == Tolerance(relative: 50, absolute: 16, spread: 100))
    #expect(rule(.objectsLeaked).tolerance == band)
    // What is left may be a cache, and beside others anybody may be the one who fills it.
    let alone: Set<Metric> = [.heapLeakedBytes, .heapLeakedBlocks, .objectsLeaked]
    for metric in Metric.allCases {
      let usual: Policy.Compare = metric.stability == .noisy ? .never : .always
      #expect(rule(metric).compare == (alone.contains(metric) ? .alone : usual))
    }
  }

  @Test func laterRulesWinAndKeepWhatTheyDoNotSay() throws {
    let policy = try parse(
      """
      {"format": 1,
       "metrics": {"heap.allocations": {"relative": 2.5, "reason": "hot path"}},
       "overrides": [
         {"tests": "FeedTests/*", "metrics": {"heap.allocations": {"absolute": 9}}, "reason": "a"},
         {"tests": "FeedTests/re*", "metrics": {"heap.allocations": {"compare": "alone"}},
          "reason": "b"},
         {"tests": "Other/*", "metrics": {"heap.allocations": {"relative": 90}}, "reason": "c"}]}
      """)
    let rule = policy.rule(for: .heapAllocations, of: .sample, stability: .toolchain)
    #expect(rule.tolerance == Tolerance(relative: 2.5, absolute: 9, spread: 100))
    #expect(rule.compare == .alone)
    #expect(rule.reason == "b")
    let other = TestIdentity(target: "T", suite: "Third", name: "a()")
    let plain = policy.rule(for: .heapAllocations, of: other, stability: .toolchain)
    #expect(plain.tolerance == Tolerance(relative: 2.5, absolute: 2, spread: 100))
  }

  @Test func everyProblemIsToldAtOnce() {
    let error = #expect(throws: PolicyError.self) {
      try parse(
        """
        {"format": 1, "more": 1,
         "metrics": {"hops": {"relative": -1, "absolute": 1.5, "compare": "often"},
                     "hopz": {"reason": "x"}},
         "overrides": [{
           "metrics": 3},

           7]}
        """)
    }
    #expect(
      error?.description == """
        Baselines/policy.json cannot be used; correct it by hand, or delete it for the defaults:
          - line 2: metrics.hops.absolute has to be a whole number from 0
          - line 2: metrics.hops.compare has to be one of: always, alone, never
          - line 2: metrics.hops.relative has to be a number of percent from 0
          - line 2: metrics.hops has no reason; say why in one sentence
          - line 3: metrics.hopz is no metric; see: swift run tidemark metrics
          - line 4: overrides[0].tests has to be a pattern, like Suite/*
          - line 5: overrides[0].metrics has to be an object and is a whole number
          - line 7: overrides[1] has to be an object and is a whole number
        """)
  }

  @Test func brokenFileIsNamed() {
    let error = #expect(throws: PolicyError.self) { try parse("{\n<<<<<<< HEAD\n") }
    #expect(
      error?.description == """
        Baselines/policy.json cannot be used; correct it by hand, or delete it for the defaults:
          - line 2: a merge left its conflict markers
        """)
  }

  @Test func newerFormatWantsANewerVersion() {
    let error = #expect(throws: PolicyError.self) { try parse(#"{"format": 9}"#) }
    #expect(error?.problems.first?.hasSuffix("; update the dependency on Tidemark") ?? false)
  }

  @Test func unknownKeyIsAWarning() throws {
    #expect(
      try parse(#"{"format": 1, "color": "red"}"#).warnings == [
        "color means nothing to this version"
      ])
  }
}

@Suite struct TestPatternTests {
  @Test(arguments: [
    ("FeedTests/refresh()", true), ("FeedTests/refresh", true), ("FeedTests", true),
    ("FeedTests/re*", true), ("*/refresh()", true), ("FeedKitTests/FeedTests/*", true),
    ("F?edTests/*", true), ("*", true), ("FeedTests/ref", false), ("Feed", false),
    ("FeedTests/decode*", false), ("", false), ("FeedTests/refresh()x", false),
  ])
  func pattern(text: String, matches: Bool) {
    #expect(TestPattern(text).matches(.sample) == matches)
  }

  @Test func manyStarsTakeNoExponentialTime() {
    let test = TestIdentity(target: "T", suite: String(repeating: "a", count: 400), name: "b()")
    #expect(!TestPattern(String(repeating: "a*", count: 60) + "c").matches(test))
  }
}

@Suite struct ToleranceTests {
  @Test func riseOfTheFullPercentageIsFound() {
    let tolerance = Tolerance(relative: 5, absolute: 2)
    #expect(tolerance.highest(over: Band(100, 100)) == 104)
    #expect(tolerance.highest(over: Band(1204, 1210)) == 1264)
    #expect(tolerance.highest(over: Band(10, 10)) == 12)
    #expect(tolerance.highest(over: Band(0, 0)) == 2)
    #expect(tolerance.highest(over: Band(100, 300)) == 302)
    #expect(tolerance.lowest(under: Band(100, 100)) == 95)
    #expect(tolerance.lowest(under: Band(1, 1)) == 0)
  }

  @Test func bandOfOneFigureHasNoSlack() {
    let tolerance = Tolerance(spread: 50)
    #expect(tolerance.highest(over: Band(24, 24)) == 24)
    #expect(tolerance.highest(over: Band(24, 25)) == 25)
    #expect(tolerance.highest(over: Band(24, 28)) == 30)
  }

  @Test func nothingOverflows() {
    let tolerance = Tolerance(relative: 1e18, absolute: .max, spread: 1e18)
    #expect(tolerance.highest(over: Band(0, .max)) == .max)
    #expect(tolerance.lowest(under: Band(.max, .max)) >= 0)
  }

  @Test func ruleSaysWhatSetTheBound() {
    let toolchain = Tolerance(relative: 5, absolute: 2, spread: 50)
    func rule(_ low: Int, _ high: Int) -> String {
      toolchain.rule(over: Band(low, high), unit: .count, stability: .toolchain)
    }
    #expect(rule(1204, 1210) == "limit +5 %")
    #expect(rule(10, 10) == "limit +2")
    #expect(
      Tolerance().rule(over: Band(1, 1), unit: .count, stability: .exact) == "exact")
    let bytes = Tolerance(relative: 5, absolute: 1024)
    #expect(
      bytes.rule(over: Band(99, 99), unit: .bytes, stability: .toolchain) == "limit +1,024 B")
    let bounded = Tolerance(spread: 50)
    #expect(
      bounded.rule(over: Band(1, 1), unit: .count, stability: .bounded) == "recorded band")
  }
}
