import Testing

@testable import TidemarkBaselines

@Suite struct BaselineSitesTests {
  private let key = Environment.sample.key
  private let recorder = BaselineRecorder(environment: .sample, root: "/home/me/feed")

  private func parse(_ text: String) throws -> Baseline {
    try Baseline(parsing: Array(text.utf8), path: "Baselines/A/B.json")
  }

  private func run(_ values: [Metric: Int] = [:], _ sites: [CallSite]) -> TestMeasurement {
    var measurement = TestMeasurement.sample(values)
    measurement.usage.callSites = sites
    return measurement
  }

  private func record(
    _ metric: Metric, _ sites: [CallSite], value: Int? = nil, into entry: BaselineEntry? = nil
  ) -> SiteCounts? {
    let values = value.map { [metric: $0] } ?? [:]
    return recorder.record([run(values, sites), .sample(values)], into: entry)?
      .sites[key]?[metric]
  }

  @Test func textIsGolden() throws {
    let entry = BaselineEntry(
      environments: [key: [.heapAllocations: Band(60, 64)]],
      sites: [
        key: [
          .tasksCreated: SiteCounts(functions: ["Feed.refresh()": [6, 2], "Feed.prefetch()": [4]]),
          .heapAllocations: SiteCounts(functions: ["Feed.decode(_:)": [31]], rest: 29),
        ],
        "linux-aarch64/6.3/debug/serial": [.hops: SiteCounts(functions: ["run()": [2]])],
      ])
    let baseline = Baseline(entries: ["refresh()": entry])
    let golden = """
      {
        "format": 1,
        "tests": {
          "refresh()": {
            "environments": {
              "linux-aarch64/6.3/debug/serial": {
                "sites": {
                  "hops": {
                    "run()": 2
                  }
                }
              },
              "linux-x86_64/6.3/debug/parallel": {
                "heap.allocations": [60, 64],
                "sites": {
                  "heap.allocations": {
                    "Feed.decode(_:)": 31,
                    "other": 29
                  },
                  "tasks.created": {
                    "Feed.prefetch()": 4,
                    "Feed.refresh()": [6, 2]
                  }
                }
              }
            }
          }
        }
      }

      """
    #expect(String(decoding: baseline.bytes, as: UTF8.self) == golden)
    #expect(try parse(golden) == baseline)
  }

  @Test func sitesOfAnUnknownMetricSurvive() throws {
    let text = """
      {"format": 1, "tests": {"a()": {"environments": {"E": {
        "sites": {"hops": {"f()": 1}, "tasks.invented": {"f()": 1.5}}}}}}}
      """
    let baseline = try parse(text)
    #expect(baseline.entries["a()"]?.sites == ["E": [.hops: SiteCounts(functions: ["f()": [1]])]])
    #expect(baseline.unknownMetrics == ["tasks.invented"])
    #expect(try JSONParser.parse(baseline.bytes) == JSONParser.parse(Array(text.utf8)))
  }

  @Test(arguments: [
    (#"3"#, "tests.a().environments.E.sites has to be an object and is 3"),
    (#"{"hops": 3}"#, "tests.a().environments.E.sites.hops has to be an object and is 3"),
    (
      #"{"hops": {"f()": -1}}"#,
      "tests.a().environments.E.sites.hops.f() has to be a whole number from 0, or a list of some"
    ),
    (
      #"{"hops": {"f()": []}}"#,
      "tests.a().environments.E.sites.hops.f() has to be a whole number from 0, or a list of some"
    ),
  ])
  func wrongTypeIsNamed(sites: String, message: String) {
    let text = #"{"format": 1, "tests": {"a()": {"environments": {"E": {"sites": \#(sites)}}}}}"#
    let error = #expect(throws: BaselineError.self) { try parse(text) }
    #expect(error?.description.contains(message) == true)
  }

  @Test func sitesAreRecordedOnlyFromARunThatHasSome() {
    let counts = SiteCounts(functions: ["f()": [3]])
    #expect(record(.tasksCreated, [.tasks("f()", 1, 3)]) == counts)
    #expect(record(.tasksCreated, []) == nil)
    let old = BaselineEntry(sites: [key: [.tasksCreated: counts]])
    #expect(record(.tasksCreated, [], into: old) == counts)
  }

  @Test func exactSitesFollowEveryChange() {
    let old = BaselineEntry(
      exact: [.tasksCreated: 5],
      sites: [key: [.tasksCreated: SiteCounts(functions: ["f()": [3], "g()": [2]])]])
    #expect(
      record(.tasksCreated, [.tasks("f()", 1, 2), .tasks("g()", 9, 3)], value: 5, into: old)
        == SiteCounts(functions: ["f()": [2], "g()": [3]]))
    // What is not seen any more goes, as soon as other sites show that they were asked for.
    #expect(record(.tasksCreated, [.hops("f()", 1, 2)], value: 0, into: old) == nil)
  }

  @Test func changeWithinTheToleranceGivesNoDiff() {
    let counts = SiteCounts(functions: ["f()": [600], "g()": [400]])
    let old = BaselineEntry(
      environments: [key: [.heapAllocations: Band(1000, 1000)]],
      sites: [key: [.heapAllocations: counts]])
    func recorded(_ f: Int, _ g: Int) -> SiteCounts? {
      record(
        .heapAllocations, [.allocations("f()", 1, f), .allocations("g()", 2, g)], value: f + g,
        into: old)
    }
    #expect(recorded(610, 405) == counts)
    #expect(recorded(630, 370) == SiteCounts(functions: ["f()": [630], "g()": [370]]))
  }

  @Test func smallAllocatorsAreSummedUp() throws {
    // 30 functions; the 24 largest are listed, and two more that make up a hundredth each.
    let sites = (1...30).map { index in
      CallSite.allocations("f\(index)()", 1, index <= 4 ? 1 : index <= 6 ? 20 : 60, bytes: 8)
    }
    let counts = try #require(record(.heapAllocations, sites))
    #expect(counts.functions.count == 26)
    #expect(counts.rest == 4)
    let bytes = try #require(record(.heapBytesAllocated, sites))
    #expect(bytes.functions.count == 30)
  }
}
